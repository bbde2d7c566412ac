// SPDX-License-Identifier: Apache-2.0
package io.eyrie.bench.engine;

import io.eyrie.api.field.Field;
import io.eyrie.api.source.SourceDeclaration;
import java.util.List;

/** Rules and events that are drawn in one shape. The same name always draws the same. */
interface Workload {

  /** The one that a benchmark's parameter names: {@code census}, or how many rules to draw. */
  static Workload named(String name) {
    return name.equals("census") ? new CensusSet() : new DrawnSet(Integer.parseInt(name));
  }

  /** The source of the events, named {@code drawn}. */
  default SourceDeclaration source() {
    return SourceDeclaration.builder("drawn").eventTypes(eventTypes()).fields(fields()).build();
  }

  /** The names of the event types. */
  List<String> eventTypes();

  /** The fields, all of them texts, in the order in which events hold them. */
  List<Field> fields();

  /** The rules as trees. */
  List<DrawnRule> rules();

  /** The rules as a rule file. */
  String text();

  /** Draws events; the next call draws others. */
  List<DrawnEvent> events(int count);
}
