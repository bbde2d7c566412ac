// SPDX-License-Identifier: Apache-2.0
package io.eyrie.syscall.container;

import java.nio.charset.StandardCharsets;

/**
 * A container as cgroups tell it: its id, and which engine it is likely to be of. Immutable; equal
 * when the ids are.
 */
public final class ContainerRef {

  /** What processes outside of containers have. */
  public static final ContainerRef HOST = new ContainerRef("host", EngineType.HOST);

  private static final int SHORT = 12;

  private final String fullId;
  private final String id;
  private final byte[] idBytes;
  private final byte[] fullIdBytes;
  private final EngineType engine;
  private final ContainerEntry unasked;

  /**
   * A container.
   *
   * @param fullId as the engine knows it: 64 hexadecimal digits, or a name
   * @param engine by the name of its cgroup
   */
  public ContainerRef(String fullId, EngineType engine) {
    this.fullId = fullId;
    this.engine = engine;
    this.id = shortened(fullId);
    this.idBytes = id.getBytes(StandardCharsets.UTF_8);
    this.fullIdBytes = fullId.getBytes(StandardCharsets.UTF_8);
    this.unasked = new ContainerEntry(this, 0, false);
  }

  /** The first twelve digits of a long id; names are left whole. */
  static String shortened(String fullId) {
    return fullId.length() == CgroupNames.FULL ? fullId.substring(0, SHORT) : fullId;
  }

  /** The whole id. */
  public String fullId() {
    return fullId;
  }

  /** The id as rules know it. */
  public String id() {
    return id;
  }

  /** The same as text in UTF-8. Not to be written to. */
  public byte[] idBytes() {
    return idBytes;
  }

  /** The whole id as text in UTF-8. Not to be written to. */
  public byte[] fullIdBytes() {
    return fullIdBytes;
  }

  /** The likely engine. */
  public EngineType engine() {
    return engine;
  }

  /** What is known of it when no engine is asked. */
  ContainerEntry unasked() {
    return unasked;
  }

  /** Whether this is no container. */
  public boolean host() {
    return engine == EngineType.HOST;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof ContainerRef ref && ref.fullId.equals(fullId);
  }

  @Override
  public int hashCode() {
    return fullId.hashCode();
  }

  @Override
  public String toString() {
    return id;
  }
}
