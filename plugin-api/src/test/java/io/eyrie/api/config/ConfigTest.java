// SPDX-License-Identifier: Apache-2.0
package io.eyrie.api.config;

import static io.eyrie.api.config.ConfigSchema.Type.BOOLEAN;
import static io.eyrie.api.config.ConfigSchema.Type.DURATION;
import static io.eyrie.api.config.ConfigSchema.Type.INTEGER;
import static io.eyrie.api.config.ConfigSchema.Type.SIZE;
import static io.eyrie.api.config.ConfigSchema.Type.TEXT;
import static io.eyrie.api.config.ConfigSchema.Type.TEXT_LIST;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.eyrie.api.error.PluginException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

final class ConfigTest {

  private static final ConfigSchema SCHEMA =
      ConfigSchema.builder()
          .required("files", TEXT_LIST, "Files to read.")
          .optional("follow", BOOLEAN, "true", "Whether to go on at the end.")
          .optional("pause", DURATION, "500ms", "How long to wait.")
          .optional("buffer", SIZE, "8MiB", "How much to hold.")
          .optional("limit", INTEGER, "How many to read.")
          .optional("name", TEXT, "What to call it.")
          .build();

  @Test
  void valuesAndDefaultsAreTyped() throws PluginException {
    Config config = Config.of(SCHEMA, Map.of("files", List.of("a", "b"), "limit", "12"));
    assertThat(config.texts("files")).containsExactly("a", "b");
    assertThat(config.bool("follow")).isTrue();
    assertThat(config.duration("pause")).isEqualTo(Duration.ofMillis(500));
    assertThat(config.size("buffer")).isEqualTo(8L << 20);
    assertThat(config.integer("limit")).isEqualTo(12);
    assertThat(config.has("name")).isFalse();
    assertThat(config.text("name")).isEmpty();
  }

  @Test
  void oneTextIsAListOfOne() throws PluginException {
    assertThat(Config.of(SCHEMA, Map.of("files", "a")).texts("files")).containsExactly("a");
  }

  @Test
  void allProblemsAreNamedAtOnce() {
    assertThatThrownBy(() ->
            Config.of(
                SCHEMA, new TreeMap<>(Map.of("pause", "soon", "buffer", "8 MB", "fellow", "x"))))
        .isInstanceOfSatisfying(
            PluginException.class, e -> assertThat(e.kind()).isEqualTo(PluginException.Kind.USER))
        .hasMessage(
            "buffer: '8 MB' is not a size in bytes such as 65536, 512KiB, 8MiB or 1GiB; "
                + "unknown key 'fellow'; "
                + "pause: 'soon' is not a duration such as 500ms, 10s, 5m, 2h or 7d; "
                + "missing key 'files'");
  }

  @Test
  void aSizeThatDoesNotFitIsRefused() {
    assertThat(ConfigSchema.parseSize("999999999999999GiB")).isEmpty();
    assertThat(ConfigSchema.parseSize("1KiB")).contains(1024L);
  }

  @Test
  void askingForAKeyThatIsNotDeclaredIsAFaultOfThePlugin() throws PluginException {
    Config config = Config.of(SCHEMA, Map.of("files", "a"));
    assertThatThrownBy(() -> config.text("nothing")).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> config.text("limit")).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void aSchemaRefusesWhatNoOperatorCouldWrite() {
    ConfigSchema.Builder builder = ConfigSchema.builder().optional("a", TEXT, "A.");
    assertThatThrownBy(() -> builder.optional("a", TEXT, "Again."))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> builder.optional("camelCase", TEXT, "No."))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> builder.optional("b", INTEGER, "many", "No."))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
