// SPDX-License-Identifier: Apache-2.0
package io.eyrie.syscall.rpc;

import java.io.ByteArrayOutputStream;
import java.io.IOException;

/**
 * Reads the packed texts of headers: RFC 7541, appendix B. The code is canonical, so the lengths of
 * its words say all of it: words of one length are numbered in the order of their bytes, from where
 * the shorter ones end.
 */
final class Huffman {

  /** How long the word of each byte is, {@code a} for 5 bits. */
  private static final String LENGTHS =
      "isxxxxxxxtzxxzxxxxxxxxzxxxxxxxxxbffhibdgffdgdbbbaaabbbbbbbcdkbhfibcccccccccccccccccccccc"
          + "dcdioijbkabababbbaccbbbabcbaabccccckgjixprpprrrsrssssststtrstssssqrsrsstrqprrssqsrrtqr"
          + "ssqqrqsrssprrrsrrsvvporsruvvvwwvtuoqvwwvwtqqvvxwwwptpqrqqsrruuttvsvwvvwwwwwxwwwwwv";

  private static final int SHORTEST = 5;
  private static final int LONGEST = 30;

  /** Of each length: the first word, the number of words, where their bytes stand. */
  private static final int[] FIRST = new int[LONGEST + 1];

  private static final int[] COUNT = new int[LONGEST + 1];
  private static final int[] START = new int[LONGEST + 1];
  private static final byte[] BYTES = new byte[256];

  static {
    int word = 0;
    int at = 0;
    for (int length = SHORTEST; length <= LONGEST; length++) {
      word <<= 1;
      FIRST[length] = word;
      START[length] = at;
      for (int value = 0; value < BYTES.length; value++) {
        if (LENGTHS.charAt(value) - 'a' + SHORTEST == length) {
          BYTES[at++] = (byte) value;
        }
      }
      COUNT[length] = at - START[length];
      word += COUNT[length];
    }
  }

  private Huffman() {}

  /** Unpacks. The last byte is filled up with bits that begin no word. */
  static byte[] decode(byte[] packed, int offset, int length) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream(length * 2);
    int word = 0;
    int bits = 0;
    for (int i = offset; i < offset + length; i++) {
      for (int bit = 7; bit >= 0; bit--) {
        word = word << 1 | packed[i] >> bit & 1;
        bits++;
        if (bits > LONGEST) {
          throw new IOException("a header that is packed wrongly");
        }
        int index = word - FIRST[bits];
        if (bits >= SHORTEST && index >= 0 && index < COUNT[bits]) {
          out.write(BYTES[START[bits] + index]);
          word = 0;
          bits = 0;
        }
      }
    }
    if (bits > 7 || word != (1 << bits) - 1) {
      throw new IOException("a header that is packed wrongly");
    }
    return out.toByteArray();
  }
}
