// SPDX-License-Identifier: Apache-2.0
package io.eyrie.server.catalogue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.eyrie.api.field.Argument;
import io.eyrie.api.field.Field;
import io.eyrie.api.field.FieldType;
import io.eyrie.api.source.SourceDeclaration;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CatalogueFolderTest {

  @TempDir Path folder;

  private static SourceDeclaration source(String name) {
    List<Field> fields = new ArrayList<>();
    for (FieldType type : FieldType.values()) {
      fields.add(Field.of("a.type_" + word(type), type, "Of type " + type + "."));
    }
    for (Argument form : Argument.values()) {
      fields.add(
          Field.of("a.form_" + word(form), FieldType.STRING, "With an argument.")
              .withArgument(form));
    }
    fields.add(Field.of("a.list", FieldType.STRING, "A list.").asList().asSuggested());
    fields.add(
        Field.of("a.old", FieldType.STRING, "Old.").onlyFor("open").asDeprecated("use a.list"));
    return SourceDeclaration.builder(name)
        .description("A source.")
        .provides("thing", "1.2.3")
        .eventTypes(List.of("open", "close"))
        .fields(fields)
        .build();
  }

  private static String word(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT);
  }

  @Test
  void whatIsReadIsWhatWasDeclared() throws IOException {
    CatalogueFolder catalogues = new CatalogueFolder(folder.resolve("new"));
    catalogues.write(List.of(source("one"), source("two")));

    List<SourceDeclaration> read = catalogues.read();

    assertThat(read).extracting(SourceDeclaration::name).containsExactly("one", "two");
    assertThat(SourceShape.of(read.getFirst())).isEqualTo(SourceShape.of(source("one")));
    assertThat(catalogues.file("one")).isRegularFile();
  }

  @Test
  void aFolderThatIsNotThereHasNoSources() throws IOException {
    assertThat(new CatalogueFolder(folder.resolve("none")).read()).isEmpty();
  }

  @Test
  void whatIsNoCatalogueIsNamed() throws IOException {
    for (String text : List.of("", "[]", "{}", "{\"source\": \"x\"}", "null")) {
      Files.writeString(folder.resolve("x.json"), text);
      assertThatThrownBy(() -> new CatalogueFolder(folder).read())
          .as(text)
          .isInstanceOf(IOException.class)
          .hasMessageContaining("x.json is no catalogue of a source");
    }
  }
}
