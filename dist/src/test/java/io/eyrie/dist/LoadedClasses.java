// SPDX-License-Identifier: Apache-2.0
package io.eyrie.dist;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/**
 * The classes that a running JVM has loaded, after a collection of its garbage.
 *
 * @param names a class that two loaders have loaded is there twice
 */
record LoadedClasses(List<String> names) {

  /** Copies the list. */
  LoadedClasses {
    names = List.copyOf(names);
  }

  /** Asks a process by the JDK's own tool. */
  static LoadedClasses of(long pid) throws IOException, InterruptedException {
    jcmd(pid, "GC.run");
    return new LoadedClasses(
        jcmd(pid, "VM.classloaders", "show-classes", "verbose=false")
            .lines()
            .map(line -> line.replaceAll("[^\\w.$]+", " ").strip())
            .toList());
  }

  /** Those of this name. */
  List<String> filter(String name) {
    return names.stream().filter(line -> List.of(line.split(" ", -1)).contains(name)).toList();
  }

  private static String jcmd(long pid, String... words) throws IOException, InterruptedException {
    java.util.ArrayList<String> command =
        new java.util.ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "jcmd").toString(),
                Long.toString(pid)));
    command.addAll(List.of(words));
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String text = new String(process.getInputStream().readAllBytes(), UTF_8);
    if (process.waitFor() != 0) {
      throw new AssertionError(command + ": " + text);
    }
    return text;
  }
}
