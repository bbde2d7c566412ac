// SPDX-License-Identifier: Apache-2.0
package io.eyrie.engine.check;

/**
 * A network in CIDR form.
 *
 * @param address 4 or 16 bytes, the bits after the prefix zero
 * @param prefix how many leading bits count
 */
public record Network(Octets address, int prefix) {
  /** Whether an address lies in the network; one of the other family never does. */
  public boolean contains(byte[] array, int offset, int length) {
    byte[] wanted = address.array();
    if (length != wanted.length) {
      return false;
    }
    int whole = prefix / 8;
    for (int i = 0; i < whole; i++) {
      if (array[offset + i] != wanted[i]) {
        return false;
      }
    }
    int rest = prefix % 8;
    return rest == 0 || ((array[offset + whole] ^ wanted[whole]) & 0xFF) >>> (8 - rest) == 0;
  }
}
