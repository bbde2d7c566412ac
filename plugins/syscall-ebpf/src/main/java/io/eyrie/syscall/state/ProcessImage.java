// SPDX-License-Identifier: Apache-2.0
package io.eyrie.syscall.state;

import io.eyrie.syscall.event.Text;
import io.eyrie.syscall.state.ThreadFacts.ExecutableFile;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * What an exec made of a process, shared by its threads and by the children that it forks: first
 * argument, arguments, environment, executable, cgroups. Nothing of it changes; its arrays are not
 * to be written to.
 */
public final class ProcessImage {

  static final byte[] NOTHING = {};

  /** Of a process of which nothing is known. */
  static final ProcessImage EMPTY =
      new ProcessImage(NOTHING, NOTHING, NOTHING, NOTHING, NOTHING, ExecutableFile.UNKNOWN);

  /** Of a thread that was met in the middle of its life. */
  static final ProcessImage PLACEHOLDER =
      new ProcessImage(
          "<NA>".getBytes(StandardCharsets.US_ASCII),
          NOTHING,
          NOTHING,
          NOTHING,
          NOTHING,
          ExecutableFile.UNKNOWN);

  private final byte[] exe;
  private final byte[] args;
  private final byte[] env;
  private final byte[] executable;
  private final byte[] cgroups;
  private final ExecutableFile file;
  private byte @Nullable [] joinedArguments;
  private byte @Nullable [] joinedEnvironment;
  private byte @Nullable [] joinedCgroups;
  private byte @Nullable [] containerId;

  ProcessImage(
      byte[] exe, byte[] args, byte[] env, byte[] executable, byte[] cgroups, ExecutableFile file) {
    this.exe = exe;
    this.args = items(args);
    this.env = items(env);
    this.executable = executable;
    this.cgroups = cgroups;
    this.file = file;
  }

  /** A NUL alone ends an item that nobody gave. */
  private static byte[] items(byte[] told) {
    return told.length == 1 && told[0] == 0 ? NOTHING : told;
  }

  /** The first argument. */
  public byte[] exe() {
    return exe;
  }

  /** The arguments after the first, each ended by a NUL. */
  public byte[] args() {
    return args;
  }

  /** The environment, each variable ended by a NUL. */
  public byte[] env() {
    return env;
  }

  /** The path of the executable; empty when unknown. */
  public byte[] executable() {
    return executable;
  }

  /** The groups of control, {@code subsystem=path}, each ended by a NUL. */
  public byte[] cgroups() {
    return cgroups;
  }

  /** What is known of the executable's file. */
  public ExecutableFile file() {
    return file;
  }

  /** The arguments joined by blanks; made when first asked for. */
  public byte[] joinedArguments() {
    byte[] joined = joinedArguments;
    if (joined == null) {
      joined = joined(args);
      joinedArguments = joined;
    }
    return joined;
  }

  /** The environment joined by blanks; made when first asked for. */
  public byte[] joinedEnvironment() {
    byte[] joined = joinedEnvironment;
    if (joined == null) {
      joined = joined(env);
      joinedEnvironment = joined;
    }
    return joined;
  }

  /** The cgroups joined by blanks; made when first asked for. */
  public byte[] joinedCgroups() {
    byte[] joined = joinedCgroups;
    if (joined == null) {
      joined = joined(cgroups);
      joinedCgroups = joined;
    }
    return joined;
  }

  /** The whole container id, or {@code host}. */
  public byte[] containerId() {
    byte[] id = containerId;
    if (id == null) {
      id = ContainerId.ofCgroups(cgroups);
      containerId = id;
    }
    return id;
  }

  /** How many arguments there are after the first. */
  public int argumentCount() {
    return Items.count(args);
  }

  private static byte[] joined(byte[] items) {
    Text text = new Text(items.length);
    for (int at = 0; at < items.length; ) {
      int end = Items.end(items, at);
      if (at > 0) {
        text.append(' ');
      }
      text.append(items, at, end - at);
      at = end + 1;
    }
    return text.toBytes();
  }
}
