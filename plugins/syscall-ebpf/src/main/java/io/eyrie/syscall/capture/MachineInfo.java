// SPDX-License-Identifier: Apache-2.0
package io.eyrie.syscall.capture;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The machine that a capture was made on.
 *
 * @param cpus how many processors it has; 4294967295 when unknown
 * @param memoryBytes its main memory
 * @param maxPid the largest process number; 0 unknown
 * @param hostname its name
 * @param bootNanos when it was started, nanoseconds since the epoch; 0 unknown
 */
public record MachineInfo(
    long cpus, long memoryBytes, long maxPid, String hostname, long bootNanos) {

  private static final Pattern DIGITS = Pattern.compile("[0-9]+");

  /** The machine that this runs on; what can't be read is 0. */
  public static MachineInfo ofThisMachine(Path proc) {
    String name;
    try {
      name = Files.readString(proc.resolve("sys/kernel/hostname")).strip();
    } catch (IOException _) {
      name = "";
    }
    return new MachineInfo(
        Runtime.getRuntime().availableProcessors(),
        number(proc.resolve("meminfo"), "MemTotal:") << 10,
        number(proc.resolve("sys/kernel/pid_max"), ""),
        name,
        number(proc.resolve("stat"), "btime ") * 1_000_000_000L);
  }

  /** The number that follows a word at the beginning of a line. */
  private static long number(Path file, String word) {
    try (Stream<String> lines = Files.lines(file, StandardCharsets.ISO_8859_1)) {
      String line = lines.filter(each -> each.startsWith(word)).findFirst().orElse("");
      Matcher digits = DIGITS.matcher(line);
      return digits.find() ? Long.parseLong(digits.group()) : 0;
    } catch (IOException | UncheckedIOException | NumberFormatException _) {
      return 0;
    }
  }

  /** What is known without the block. */
  static final MachineInfo UNKNOWN = new MachineInfo(0xffff_ffffL, 0, 0, "", 0);

  /** The bytes of the hostname in the block, padded with NUL. */
  static final int HOSTNAME = 128;
}
