// SPDX-License-Identifier: Apache-2.0
package io.eyrie.jsonlog.field;

import io.eyrie.api.error.PluginException;
import io.eyrie.api.field.Field;
import io.eyrie.api.source.Demand;
import io.eyrie.jsonlog.projection.JsonPath;
import io.eyrie.jsonlog.projection.Projector;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** All fields of a JSON source. Immutable and safe to share between threads. */
public final class FieldTable {

  private final Map<String, JsonField> fields = new LinkedHashMap<>();

  /**
   * Makes a table.
   *
   * @throws IllegalArgumentException if a name stands twice
   */
  public FieldTable(List<JsonField> all) {
    for (JsonField field : all) {
      if (fields.put(field.declaration().name(), field) != null) {
        throw new IllegalArgumentException("field declared twice: " + field.declaration().name());
      }
    }
  }

  /** What the source declares, in the order of the table. */
  public List<Field> declarations() {
    return fields.values().stream().map(JsonField::declaration).toList();
  }

  /**
   * Prepares the extraction of what is demanded.
   *
   * @param always paths that the source itself wants of every record, such as its time
   * @param wrappers keys of an object around the records whose array holds them
   * @param facts of the instance
   * @param record what is extracted from
   * @throws PluginException if an argument can't be understood or a field is not in the table
   */
  public FieldExtraction bind(
      Demand demand,
      List<JsonPath> always,
      List<String> wrappers,
      InstanceFacts facts,
      CurrentRecord record)
      throws PluginException {
    List<JsonPath> paths = new ArrayList<>(always);
    List<Computation> demanded = new ArrayList<>();
    List<int[]> indices = new ArrayList<>();
    for (Demand.Request request : demand.fields()) {
      JsonField field = fields.get(request.field().name());
      if (field == null) {
        throw PluginException.user(
            "field.unknown", "this source has no field " + request.field().name());
      }
      JsonField.Bound bound = field.bind(request.argument(), facts);
      int[] at = new int[bound.paths().size()];
      for (int i = 0; i < at.length; i++) {
        at[i] = paths.size();
        paths.add(bound.paths().get(i));
      }
      demanded.add(bound.computation());
      indices.add(at);
    }
    Projector projector = new Projector(paths, wrappers);
    Computation[] computations = demanded.toArray(Computation[]::new);
    int[][] slots = indices.toArray(int[][]::new);
    for (int i = 0; i < slots.length; i++) {
      for (int j = 0; j < slots[i].length; j++) {
        slots[i][j] = projector.slot(slots[i][j]);
      }
    }
    return new FieldExtraction(record, projector, computations, slots);
  }
}
