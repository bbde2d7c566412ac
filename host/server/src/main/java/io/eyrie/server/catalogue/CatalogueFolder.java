// SPDX-License-Identifier: Apache-2.0
package io.eyrie.server.catalogue;

import io.eyrie.api.source.SourceDeclaration;
import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/** A folder with one {@code SOURCE.json} for each source. */
public final class CatalogueFolder {

  private static final JsonMapper MAPPER =
      JsonMapper.builder()
          .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
          .enable(SerializationFeature.INDENT_OUTPUT)
          .build();

  private final Path folder;

  /** The folder, which need not be there. */
  public CatalogueFolder(Path folder) {
    this.folder = folder;
  }

  /** Writes the declarations, each into a file of its own; the folder is made if need be. */
  public void write(List<SourceDeclaration> declarations) throws IOException {
    Files.createDirectories(folder);
    for (SourceDeclaration declaration : declarations) {
      Files.writeString(
          file(declaration.name()), MAPPER.writeValueAsString(SourceShape.of(declaration)) + "\n");
    }
  }

  /** The file of a source. */
  public Path file(String source) {
    return folder.resolve(source + ".json");
  }

  /**
   * The declarations of all files, by the files' names; none when the folder is not there.
   *
   * @throws IOException if a file can't be read or is no catalogue; the message names it
   */
  public List<SourceDeclaration> read() throws IOException {
    List<Path> files = new ArrayList<>();
    if (Files.isDirectory(folder)) {
      try (DirectoryStream<Path> entries = Files.newDirectoryStream(folder, "*.json")) {
        entries.forEach(files::add);
      } catch (DirectoryIteratorException e) {
        throw e.getCause();
      }
    }
    Collections.sort(files);
    List<SourceDeclaration> declarations = new ArrayList<>();
    for (Path file : files) {
      try {
        declarations.add(MAPPER.readValue(Files.readString(file), SourceShape.class).declaration());
      } catch (JacksonException | IllegalArgumentException | NullPointerException e) {
        throw new IOException(
            file + " is no catalogue of a source; 'eyrie fields --export' writes them", e);
      }
    }
    return declarations;
  }
}
