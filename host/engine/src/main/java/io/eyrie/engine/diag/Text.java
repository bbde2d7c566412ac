// SPDX-License-Identifier: Apache-2.0
package io.eyrie.engine.diag;

import java.util.ArrayList;
import java.util.List;

/**
 * A text taken out of a rule file that still knows where each of its characters stood, also after
 * YAML folded or unescaped it, or after pieces of several files were joined. Immutable.
 */
public final class Text {
  private final String value;
  private final List<Piece> pieces;

  /** A run of characters that come from one text of one file. */
  private static final class Piece {
    private final int from;
    private final SourceText source;
    private final int[] offsets;
    private final Span whole;

    /**
     * @param from index in the value of the piece's first character
     * @param offsets for each character of the piece its offset in the file
     * @param whole what to point at for the piece as a whole
     */
    private Piece(int from, SourceText source, int[] offsets, Span whole) {
      this.from = from;
      this.source = source;
      this.offsets = offsets;
      this.whole = whole;
    }
  }

  private Text(String value, List<Piece> pieces) {
    this.value = value;
    this.pieces = pieces;
  }

  /**
   * A text of one file.
   *
   * @param offsets for each character of {@code value} its offset in the file
   * @param whole the place of the whole text, quotes included
   */
  public static Text of(String value, int[] offsets, Span whole) {
    if (offsets.length != value.length()) {
      throw new IllegalArgumentException("one offset per character is wanted");
    }
    return new Text(value, List.of(new Piece(0, whole.source(), offsets, whole)));
  }

  /** A text whose every character is at one place. */
  public static Text at(String value, Span whole) {
    int[] offsets = new int[value.length()];
    java.util.Arrays.fill(offsets, whole.start());
    return of(value, offsets, whole);
  }

  /** The characters. */
  public String value() {
    return value;
  }

  /** The place of the first piece, as a whole. */
  public Span span() {
    return pieces.getFirst().whole;
  }

  /** The place of the characters from {@code start} to {@code end} (exclusive) of the value. */
  public Span span(int start, int end) {
    if (value.isEmpty()) {
      return span();
    }
    int first = Math.clamp(start, 0, value.length() - 1);
    int index = pieceOf(first);
    Piece piece = pieces.get(index);
    int firstOffset = offset(piece, first);
    if (start >= value.length()) {
      return piece.source.span(firstOffset + 1, firstOffset + 1);
    }
    int last = Math.clamp((long) end - 1, first, value.length() - 1);
    int lastOffset = pieceOf(last) == index ? offset(piece, last) : firstOffset;
    return piece.source.span(
        firstOffset, Math.max(firstOffset, lastOffset) + (end > start ? 1 : 0));
  }

  /** The index of the character that the span begins with, -1 if it is not of this text. */
  public int indexOf(Span at) {
    for (Piece piece : pieces) {
      int length = piece.offsets.length;
      if (piece.source != at.source()
          || length == 0
          || at.start() < piece.offsets[0]
          || at.start() > piece.offsets[length - 1] + 1) {
        continue;
      }
      int found = java.util.Arrays.binarySearch(piece.offsets, at.start());
      return piece.from + (found >= 0 ? found : Math.min(-found - 1, length));
    }
    return -1;
  }

  /** This text, one blank, the other text. */
  public Text append(Text more) {
    List<Piece> joined = new ArrayList<>(pieces);
    int shift = value.length() + 1;
    for (Piece piece : more.pieces) {
      joined.add(new Piece(piece.from + shift, piece.source, piece.offsets, piece.whole));
    }
    return new Text(value + " " + more.value, List.copyOf(joined));
  }

  /** This text without blanks at either end. */
  public Text strip() {
    int start = 0;
    int end = value.length();
    while (start < end && value.charAt(start) <= ' ') {
      start++;
    }
    while (end > start && value.charAt(end - 1) <= ' ') {
      end--;
    }
    if (start == 0 && end == value.length()) {
      return this;
    }
    List<Piece> kept = new ArrayList<>();
    for (Piece piece : pieces) {
      int[] offsets = piece.offsets;
      int low = Math.clamp(start - piece.from, 0, offsets.length);
      int high = Math.clamp(end - piece.from, low, offsets.length);
      kept.add(
          new Piece(
              Math.max(0, piece.from - start),
              piece.source,
              java.util.Arrays.copyOfRange(offsets, low, high),
              piece.whole));
    }
    return new Text(value.substring(start, end), List.copyOf(kept));
  }

  private int pieceOf(int position) {
    int found = 0;
    for (int i = 0; i < pieces.size(); i++) {
      if (pieces.get(i).from <= position) {
        found = i;
      }
    }
    return found;
  }

  private static int offset(Piece piece, int index) {
    int inside = Math.min(index - piece.from, piece.offsets.length - 1);
    return inside < 0 ? piece.whole.start() : piece.offsets[inside];
  }

  @Override
  public String toString() {
    return value;
  }
}
