// SPDX-License-Identifier: Apache-2.0
package io.eyrie.proof.file;

import io.eyrie.api.config.Config;
import io.eyrie.api.config.ConfigSchema;
import io.eyrie.api.error.PluginException;
import io.eyrie.api.field.Argument;
import io.eyrie.api.field.Field;
import io.eyrie.api.field.FieldType;
import io.eyrie.api.source.Delivery;
import io.eyrie.api.source.Source;
import io.eyrie.api.source.SourceContext;
import io.eyrie.api.source.SourceDeclaration;
import io.eyrie.api.source.SourceProvider;
import java.nio.file.Path;
import java.util.List;

/** Declares lines of {@code key=value} pairs in files as events. */
final class FileProvider implements SourceProvider {

  private static final SourceDeclaration DECLARATION =
      SourceDeclaration.builder("proof_file")
          .description("Lines of key=value pairs in files.")
          .eventTypes(List.of("line"))
          .fields(
              List.of(
                  Field.of("line.path", FieldType.STRING, "The file."),
                  Field.of("line.text", FieldType.STRING, "The whole line."),
                  Field.of("line.offset", FieldType.UINT64, "Where in the file the line begins."),
                  Field.of("line.keys", FieldType.STRING, "The keys of the line.").asList(),
                  Field.of("line.value", FieldType.STRING, "The value of a key.")
                      .withArgument(Argument.REQUIRED_KEY),
                  Field.of("line.number", FieldType.INT64, "The value of the key n.")))
          .delivery(Delivery.AT_LEAST_ONCE)
          .config(
              ConfigSchema.builder()
                  .required("files", ConfigSchema.Type.TEXT_LIST, "The files to follow.")
                  .build())
          .build();

  @Override
  public SourceDeclaration declaration() {
    return DECLARATION;
  }

  @Override
  public Source open(Config config, SourceContext context) throws PluginException {
    return new FileSource(config.texts("files").stream().map(Path::of).toList(), context);
  }
}
