// SPDX-License-Identifier: Apache-2.0
package io.eyrie.api.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.eyrie.api.field.Argument;
import io.eyrie.api.field.Field;
import io.eyrie.api.field.FieldType;
import java.util.List;
import org.junit.jupiter.api.Test;

final class SourceDeclarationTest {

  private static final Field NAME =
      Field.of("fd.name", FieldType.STRING, "Name of the descriptor.");

  @Test
  void aSourceIsDeclaredAsData() {
    SourceDeclaration declaration =
        SourceDeclaration.builder("syscall")
            .eventTypes(List.of("open", "close"))
            .fields(List.of(NAME.onlyFor("open")))
            .provides("container", "0.7.1")
            .build();
    assertThat(declaration.eventTypes()).containsExactly("open", "close");
    assertThat(declaration.fields().get(0).eventTypes()).containsExactly("open");
    assertThat(declaration.delivery()).isEqualTo(Delivery.BEST_EFFORT);
    assertThat(declaration.provides()).containsEntry("container", "0.7.1");
  }

  @Test
  void contradictionsAreRefused() {
    assertRefused("no event type declared", SourceDeclaration.builder("s"));
    assertRefused(
        "event type declared twice: a",
        SourceDeclaration.builder("s").eventTypes(List.of("a", "a")));
    assertRefused(
        "field declared twice: fd.name",
        SourceDeclaration.builder("s").eventTypes(List.of("a")).fields(List.of(NAME, NAME)));
    assertRefused(
        "field fd.name names no event type: b",
        SourceDeclaration.builder("s").eventTypes(List.of("a")).fields(List.of(NAME.onlyFor("b"))));
    assertThatThrownBy(() -> SourceDeclaration.builder("Sys Call"))
        .hasMessage("not a source name: Sys Call");
    assertThatThrownBy(() -> SourceDeclaration.builder("s").provides("json", "1"))
        .hasMessage("not a version: 1");
  }

  @Test
  void aFieldKeepsWhatItWasGiven() {
    Field field =
        Field.of("proc.aname", FieldType.STRING, "An ancestor's name.")
            .asList()
            .withArgument(Argument.OPTIONAL_INDEX)
            .asSuggested()
            .asDeprecated("Use another.");
    assertThat(field.list()).isTrue();
    assertThat(field.argument().acceptsIndex()).isTrue();
    assertThat(field.argument().acceptsKey()).isFalse();
    assertThat(field.suggested()).isTrue();
    assertThat(field.deprecation()).contains("Use another.");
    assertThat(field).hasToString("proc.aname STRING list");
    assertThatThrownBy(() -> Field.of("name", FieldType.STRING, "No dot."))
        .hasMessage("not a field name: name");
  }

  @Test
  void aLossHasACountAndARange() {
    assertThatThrownBy(() -> new Loss(0, 1, 2, "ring")).hasMessageContaining("loss of 0");
    assertThatThrownBy(() -> new Loss(1, 2, 1, "ring")).hasMessageContaining("from 2 to 1");
  }

  private static void assertRefused(String problem, SourceDeclaration.Builder builder) {
    assertThatThrownBy(builder::build).hasMessage("source s: " + problem);
  }
}
