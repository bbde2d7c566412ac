// SPDX-License-Identifier: Apache-2.0
package io.eyrie.jsonlog.projection;

/** Takes texts as bytes, which stay unchanged until the next record. */
@FunctionalInterface
public interface ByteSink {

  /** Takes one text in UTF-8. */
  void accept(byte[] array, int offset, int length);
}
