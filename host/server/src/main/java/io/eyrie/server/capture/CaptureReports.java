// SPDX-License-Identifier: Apache-2.0
package io.eyrie.server.capture;

import java.nio.file.Path;

/** Is told what became of captures, for whoever reads alerts. */
public interface CaptureReports {

  /** A capture reached its bound and was ended before its time. */
  void limitReached(Path file, long bytes);

  /** A capture could not be begun, or not be written whole. */
  void failed(Path file, String reason);

  /** A capture lacks events, since the disk was too slow. */
  void incomplete(Path file, long lost);
}
