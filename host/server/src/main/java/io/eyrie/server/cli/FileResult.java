// SPDX-License-Identifier: Apache-2.0
package io.eyrie.server.cli;

import io.eyrie.engine.FileReport;
import io.eyrie.engine.LoadResult;
import io.eyrie.engine.diag.CaretRenderer;
import io.eyrie.engine.diag.Diagnostic;
import io.eyrie.engine.diag.Location;
import io.eyrie.engine.diag.Severity;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What validation says of one file.
 *
 * @param name as the user typed it
 * @param typed the names of all files
 * @param schemaProblems what the schema says, empty when it was not asked
 * @param errors what refuses the file
 * @param warnings what does not
 */
record FileResult(
    String name,
    TypedFiles typed,
    Optional<List<String>> schemaProblems,
    List<Diagnostic> errors,
    List<Diagnostic> warnings) {

  /** One result for each file, in the order of the files. */
  static List<FileResult> of(TypedFiles typed, LoadResult result) {
    Map<String, FileResult> results = new LinkedHashMap<>();
    for (FileReport file : result.files()) {
      results.put(
          file.name(),
          new FileResult(
              typed.name(file.name()),
              typed,
              file.schemaProblems(),
              new ArrayList<>(),
              new ArrayList<>()));
    }
    for (Diagnostic diagnostic : result.diagnostics()) {
      FileResult file = results.get(diagnostic.span().source().name());
      if (file != null) {
        (diagnostic.severity() == Severity.ERROR ? file.errors : file.warnings).add(diagnostic);
      }
    }
    return List.copyOf(results.values());
  }

  /** The verdict, and every problem with the line that it is on. */
  String text() {
    StringBuilder text = new StringBuilder(name).append(": ");
    text.append(!errors.isEmpty() ? "Invalid" : warnings.isEmpty() ? "Ok" : "Ok, with warnings");
    text.append('\n');
    errors.forEach(error -> text.append(rendered(error)));
    warnings.forEach(warning -> text.append(rendered(warning)));
    return text.toString();
  }

  private String rendered(Diagnostic diagnostic) {
    String summary =
        diagnostic.summary().replace(diagnostic.span().source().name() + ":", name + ":");
    return CaretRenderer.render(summary, diagnostic.span(), diagnostic.hint());
  }

  /**
   * All results in the shape of {@code falco -V} with {@code json_output}; what Falco does not have
   * stands under {@code eyrie}.
   */
  static Map<String, Object> shape(
      List<FileResult> results, List<KnownSources.Known> sources, int leftOut) {
    Map<String, Object> own = new LinkedHashMap<>();
    own.put(
        "sources",
        sources.stream()
            .map(source -> {
              Map<String, Object> known = new LinkedHashMap<>();
              known.put("name", source.declaration().name());
              known.put("from", source.from());
              return known;
            })
            .toList());
    own.put("left_out", leftOut);
    Map<String, Object> shape = new LinkedHashMap<>();
    shape.put("falco_load_results", results.stream().map(FileResult::shape).toList());
    shape.put("eyrie", own);
    return shape;
  }

  private Map<String, Object> shape() {
    Map<String, Object> shape = new LinkedHashMap<>();
    shape.put("name", name);
    shape.put("successful", errors.isEmpty());
    schemaProblems.ifPresent(problems -> {
      shape.put("schema_valid", problems.isEmpty());
      shape.put("schema_warnings", problems);
    });
    shape.put("errors", errors.stream().map(this::shape).toList());
    shape.put("warnings", warnings.stream().map(this::shape).toList());
    return shape;
  }

  private Map<String, Object> shape(Diagnostic diagnostic) {
    Map<String, Object> context = new LinkedHashMap<>();
    context.put("locations", diagnostic.locations().stream().map(this::shape).toList());
    context.put("snippet", diagnostic.snippet());
    Map<String, Object> shape = new LinkedHashMap<>();
    shape.put("context", context);
    shape.put("code", diagnostic.code().name());
    shape.put("codedesc", diagnostic.code().description());
    shape.put("message", diagnostic.message());
    if (diagnostic.field() != null) {
      shape.put("deprecated_field", diagnostic.field());
    }
    Map<String, Object> own = new LinkedHashMap<>();
    own.put("file", name);
    own.put("line", diagnostic.span().line());
    own.put("column", diagnostic.span().column());
    own.put("length", diagnostic.span().end() - diagnostic.span().start());
    own.put("hint", diagnostic.hint() == null ? "" : diagnostic.hint());
    shape.put("eyrie", own);
    return shape;
  }

  private Map<String, Object> shape(Location step) {
    Map<String, Object> position = new LinkedHashMap<>();
    position.put(
        "name", step.origin().startsWith("\"") ? step.origin() : typed.name(step.origin()));
    position.put("line", step.line());
    position.put("column", step.column());
    position.put("offset", step.offset());
    Map<String, Object> location = new LinkedHashMap<>();
    location.put("item_type", step.type().word());
    location.put("item_name", step.name());
    location.put("position", position);
    return location;
  }
}
