// SPDX-License-Identifier: Apache-2.0
package io.eyrie.syscall.kernel;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** How many CPUs the system can have, from the kernel's list such as {@code 0-3}. */
final class PossibleCpus {

  private static final Path FILE = Path.of("/sys/devices/system/cpu/possible");

  private PossibleCpus() {}

  static int count() {
    try {
      return parse(Files.readString(FILE));
    } catch (IOException | NumberFormatException e) {
      return Integer.MAX_VALUE;
    }
  }

  /** One more than the largest number in a list such as {@code 0,2-7}. */
  static int parse(String list) {
    String last = list.strip();
    last = last.substring(last.lastIndexOf(',') + 1);
    return Integer.parseInt(last.substring(last.lastIndexOf('-') + 1)) + 1;
  }
}
