// SPDX-License-Identifier: Apache-2.0
package io.eyrie.api.field;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

final class ValueTest {

  private final Value value = new Value();

  @Test
  void untouchedIsAbsentWhichIsNotEmpty() {
    assertThat(value.present()).isFalse();
    assertThat(value.size()).isZero();

    value.set("");
    assertThat(value.present()).isTrue();
    assertThat(value.text(0)).isEmpty();

    value.beginList();
    assertThat(value.present()).isTrue();
    assertThat(value.list()).isTrue();
    assertThat(value.size()).isZero();

    value.clear();
    assertThat(value.present()).isFalse();
  }

  @Test
  void aSliceIsKeptByReference() {
    byte[] record = "xxopenyy".getBytes(StandardCharsets.US_ASCII);
    value.set(record, 2, 4);
    assertThat(value.array(0)).isSameAs(record);
    assertThat(value.offset(0)).isEqualTo(2);
    assertThat(value.length(0)).isEqualTo(4);
    assertThat(value.text(0)).isEqualTo("open");
    assertThatThrownBy(() -> value.set(record, 5, 4)).isInstanceOf(IndexOutOfBoundsException.class);
  }

  @Test
  void textIsEncodedAsTheJdkEncodesIt() {
    Random random = new Random(7);
    for (int round = 0; round < 2_000; round++) {
      String text =
          random
              .ints(random.nextInt(12), 0, Character.MAX_CODE_POINT + 1)
              .filter(c -> c < Character.MIN_SURROGATE || c > Character.MAX_SURROGATE)
              .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
              .toString();
      value.set(text);
      assertThat(
              Arrays.copyOfRange(
                  value.array(0), value.offset(0), value.offset(0) + value.length(0)))
          .isEqualTo(text.getBytes(StandardCharsets.UTF_8));
    }
  }

  @Test
  void aLoneSurrogateBecomesTheReplacementCharacter() {
    value.set("a\ud800b\udc00");
    assertThat(value.text(0)).isEqualTo("a\ufffdb\ufffd");
  }

  @Test
  void aListMixesTextsAndSlicesAndOutgrowsItsFirstSize() {
    byte[] bytes = {'b'};
    value.beginList();
    value.add("a");
    value.add(bytes, 0, 1);
    value.add("cé");
    assertThat(value.size()).isEqualTo(3);
    assertThat(value.text(0) + value.text(1) + value.text(2)).isEqualTo("abcé");
    assertThatThrownBy(() -> value.add(1L)).isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(() -> value.text(3)).isInstanceOf(IndexOutOfBoundsException.class);
  }

  @Test
  void numbersAndDecimalsKeepTheirBits() {
    value.set(-1L);
    assertThat(value.kind()).isEqualTo(Value.Kind.NUMBER);
    assertThat(value.number(0)).isEqualTo(-1L);
    value.set(0.1);
    assertThat(value.kind()).isEqualTo(Value.Kind.DECIMAL);
    assertThat(value.decimal(0)).isEqualTo(0.1);
    value.set(true);
    assertThat(value.number(0)).isEqualTo(1L);
    assertThatThrownBy(() -> value.add(2L)).isInstanceOf(IllegalStateException.class);
  }
}
