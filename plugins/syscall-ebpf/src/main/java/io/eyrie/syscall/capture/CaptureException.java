// SPDX-License-Identifier: Apache-2.0
package io.eyrie.syscall.capture;

import java.io.Serial;

/** A capture is cut off or damaged: what is wrong, and at which byte. What came before is good. */
public final class CaptureException extends Exception {

  @Serial private static final long serialVersionUID = 1;

  private final long offset;

  CaptureException(long offset, String reason) {
    super(reason);
    this.offset = offset;
  }

  /** At which byte of the capture, unpacked if it is compressed, from 0. */
  public long offset() {
    return offset;
  }

  /** What is wrong there. */
  public String reason() {
    return String.valueOf(getMessage());
  }
}
