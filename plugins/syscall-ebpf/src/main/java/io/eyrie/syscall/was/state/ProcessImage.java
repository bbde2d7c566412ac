// SPDX-License-Identifier: Apache-2.0
package io.eyrie.syscall.was.state;

import io.eyrie.syscall.event.Text;
import org.jspecify.annotations.Nullable;

/**
 * What an exec made of a process, shared by the children that it forks: name, arguments, executable
 * and container. Nothing of it changes; its arrays are not to be written to.
 */
public final class ProcessImage {

  private static final byte[] NOTHING = {};

  /** Of a process of which nothing but its name is known. */
  static ProcessImage named(byte[] name) {
    return new ProcessImage(name, NOTHING, NOTHING, ContainerId.HOST);
  }

  private final byte[] name;
  private final byte[] arguments;
  private final byte[] executable;
  private final byte[] containerId;
  private byte @Nullable [] commandLine;

  /**
   * Makes an image.
   *
   * @param name the task's name, at most 15 bytes
   * @param arguments the arguments after the first, each with a blank before it
   * @param executable the path of the executable; empty when unknown
   * @param containerId the short id, or {@code host}
   */
  ProcessImage(byte[] name, byte[] arguments, byte[] executable, byte[] containerId) {
    this.name = name;
    this.arguments = arguments;
    this.executable = executable;
    this.containerId = containerId;
  }

  /** The same program under another name. */
  ProcessImage withName(byte[] other) {
    return new ProcessImage(other, arguments, executable, containerId);
  }

  /** The name, as rules compare it. */
  public byte[] name() {
    return name;
  }

  /** The path of the executable; empty when unknown. */
  public byte[] executable() {
    return executable;
  }

  /** The short container id, or {@code host}. */
  public byte[] containerId() {
    return containerId;
  }

  /** Name and arguments joined by blanks. */
  public byte[] commandLine() {
    byte[] line = commandLine;
    if (line == null) {
      line = new Text(name.length + arguments.length).append(name).append(arguments).toBytes();
      commandLine = line;
    }
    return line;
  }

  /** Arguments after the first with a blank before each, of a block of arguments with NULs. */
  static byte[] arguments(byte[] block, int offset, int length, Text scratch) {
    scratch.clear();
    int end = offset + length;
    int start = offset;
    while (start < end && block[start] != 0) {
      start++;
    }
    for (int i = start + 1; i <= end && start < end - 1; i++) {
      if (i == end || block[i] == 0) {
        scratch.append(' ').append(block, start + 1, i - start - 1);
        start = i;
      }
    }
    return scratch.isEmpty() ? NOTHING : scratch.toBytes();
  }
}
