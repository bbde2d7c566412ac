// SPDX-License-Identifier: Apache-2.0
package io.eyrie.jsonlog.file;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import org.junit.jupiter.api.Test;

class StandardInputTest {

  @Test
  void waitsForStandardInputWithoutBlocking() throws Exception {
    StandardInput in = new StandardInput(new ByteArrayInputStream("abc".getBytes(UTF_8)));
    try (in) {
      while (!in.await(100)) {}
      assertThat(in.read()).isEqualTo('a');
      assertThat(in.readAllBytes()).isEqualTo("bc".getBytes(UTF_8));
      assertThat(in.await(0)).isTrue();
      assertThat(in.read()).isEqualTo(-1);
    }
  }
}
