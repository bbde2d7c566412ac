// SPDX-License-Identifier: Apache-2.0
package io.eyrie.engine.check;

import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What rules have to know of single fields beyond what a declaration says. The fields are those of
 * Falco's system call source; their names mean the same wherever they are declared.
 */
final class Peculiarities {
  /** Stand for the values of both ends of a connection; unequal when neither end is equal. */
  private static final Set<String> ENDS = Set.of("fd.ip", "fd.port", "fd.net", "fd.proto");

  /** Stand, without an argument, for those of any ancestor; unequal when some is unequal. */
  private static final Set<String> ANCESTORS =
      Set.of("proc.aname", "proc.aexe", "proc.aexepath", "proc.acmdline", "proc.apid", "proc.aenv");

  /**
   * Stand for those names of hosts which rules compare with and the address belongs to; unequal
   * when none is equal.
   */
  private static final Set<String> HOST_NAMES =
      Set.of("fd.cip.name", "fd.sip.name", "fd.lip.name", "fd.rip.name");

  /** Tell how far away something is; they equal every number that is not smaller. */
  private static final Set<String> DISTANCES = Set.of("evt.around");

  /** Nanoseconds that are printed with nine digits at least. */
  private static final Set<String> PADDED =
      Set.of("evt.rawtime.ns", "evt.reltime", "evt.reltime.ns", "evt.deltatime.ns");

  /** Can't be given to a transformer. */
  private static final Set<String> PLAIN =
      Set.of(
          "evt.rawarg",
          "evt.around",
          "fd.cip.name",
          "fd.sip.name",
          "fd.lip.name",
          "fd.rip.name",
          "proc.aname",
          "proc.aexe",
          "proc.aexepath",
          "proc.acmdline",
          "proc.aenv");

  /** Can't stand on either side of a comparison of two fields. */
  private static final Set<String> LEFT_ONLY =
      Set.of(
          "fd.ip",
          "fd.net",
          "fd.cnet",
          "fd.snet",
          "fd.lnet",
          "fd.rnet",
          "fd.port",
          "fd.proto",
          "fd.cip.name",
          "fd.sip.name",
          "fd.lip.name",
          "fd.rip.name",
          "evt.rawarg",
          "evt.around",
          "proc.apid",
          "proc.aname",
          "proc.aexe",
          "proc.aexepath",
          "proc.acmdline",
          "proc.aenv",
          "fd.types");

  /** Hold fewer than 64 bits; a negative figure for signed numbers. */
  private static final Map<String, Integer> NARROW =
      Map.ofEntries(
          Map.entry("evt.cpu", -16),
          Map.entry("fd.dev", -32),
          Map.entry("fd.dev.major", -32),
          Map.entry("fd.dev.minor", -32),
          Map.entry("evt.type.is", 32),
          Map.entry("evt.count", 32),
          Map.entry("evt.count.error", 32),
          Map.entry("evt.count.error.file", 32),
          Map.entry("evt.count.error.net", 32),
          Map.entry("evt.count.error.memory", 32),
          Map.entry("evt.count.error.other", 32),
          Map.entry("evt.count.exit", 32),
          Map.entry("group.gid", 32),
          Map.entry("proc.tty", 32),
          Map.entry("user.uid", 32));

  private Peculiarities() {}

  static boolean several(String field, @Nullable String argument) {
    return noneMayEqual(field) || (argument == null && ANCESTORS.contains(field));
  }

  /** Whether a field that stands for several values is unequal when none of them is equal. */
  static boolean noneMayEqual(String field) {
    return ENDS.contains(field) || HOST_NAMES.contains(field);
  }

  static boolean distance(String field) {
    return DISTANCES.contains(field);
  }

  static boolean padded(String field) {
    return PADDED.contains(field);
  }

  static boolean hostName(String field) {
    return HOST_NAMES.contains(field);
  }

  static boolean withoutTransformers(String field) {
    return PLAIN.contains(field);
  }

  static boolean leftOnly(String field) {
    return LEFT_ONLY.contains(field);
  }

  /** How many bits a number of the field has; negative when it is signed; 64 for most. */
  static int bits(String field) {
    return NARROW.getOrDefault(field, 64);
  }
}
