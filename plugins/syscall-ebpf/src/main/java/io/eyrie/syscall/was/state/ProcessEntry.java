// SPDX-License-Identifier: Apache-2.0
package io.eyrie.syscall.was.state;

/** What is known of a process: its image, its working directory and its descriptors. */
public final class ProcessEntry {

  private final int pid;
  private ProcessImage image;
  private WorkingDirectory directory;
  private DescriptorTable descriptors;
  private boolean stale;
  private boolean execSeen;

  ProcessEntry(
      int pid, ProcessImage image, WorkingDirectory directory, DescriptorTable descriptors) {
    this.pid = pid;
    this.image = image;
    this.directory = directory;
    this.descriptors = descriptors;
  }

  /** Its id. */
  public int pid() {
    return pid;
  }

  /** What its last exec made of it. */
  public ProcessImage image() {
    return image;
  }

  /** Where its relative paths start. */
  public WorkingDirectory directory() {
    return directory;
  }

  /** What it has open. */
  public DescriptorTable descriptors() {
    return descriptors;
  }

  void become(ProcessImage newImage) {
    image = newImage;
    stale = false;
  }

  void moveTo(WorkingDirectory newDirectory) {
    directory = newDirectory;
  }

  void use(DescriptorTable table) {
    descriptors = table;
  }

  boolean stale() {
    return stale;
  }

  /** Events were lost that might have changed it: it is read again when it is next needed. */
  void distrust() {
    stale = true;
  }

  void trust() {
    stale = false;
  }

  boolean execSeen() {
    return execSeen;
  }

  void execSeen(boolean seen) {
    execSeen = seen;
  }
}
