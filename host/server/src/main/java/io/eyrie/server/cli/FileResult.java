// SPDX-License-Identifier: Apache-2.0
package io.eyrie.server.cli;

import io.eyrie.engine.LoadResult;
import io.eyrie.engine.diag.CaretRenderer;
import io.eyrie.engine.diag.Diagnostic;
import io.eyrie.engine.diag.Severity;
import io.eyrie.engine.diag.Span;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What validation says of one file.
 *
 * @param name as the user typed it
 * @param errors what refuses the file
 * @param warnings what does not
 */
record FileResult(String name, List<Diagnostic> errors, List<Diagnostic> warnings) {

  /** One result for each file, in the order of the files. */
  static List<FileResult> of(Map<Path, String> names, LoadResult result) {
    Map<String, FileResult> results = new LinkedHashMap<>();
    names.forEach((path, name) ->
        results.put(path.toString(), new FileResult(name, new ArrayList<>(), new ArrayList<>())));
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
    text.append(!errors.isEmpty() ? "invalid" : warnings.isEmpty() ? "ok" : "ok, with warnings");
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

  /** All results in the shape of {@code falco -V} with {@code json_output}. */
  static String json(List<FileResult> results) {
    return Json.line(
        Map.of("falco_load_results", results.stream().map(FileResult::shape).toList()));
  }

  private Map<String, Object> shape() {
    Map<String, Object> shape = new LinkedHashMap<>();
    shape.put("name", name);
    shape.put("successful", errors.isEmpty());
    shape.put("errors", errors.stream().map(this::shape).toList());
    shape.put("warnings", warnings.stream().map(this::shape).toList());
    return shape;
  }

  private Map<String, Object> shape(Diagnostic diagnostic) {
    Span span = diagnostic.span();
    Map<String, Object> position = new LinkedHashMap<>();
    position.put("name", name);
    position.put("line", span.line() - 1);
    position.put("column", span.column() - 1);
    position.put("offset", span.start());
    Map<String, Object> location = new LinkedHashMap<>();
    location.put("item_type", "rules content");
    location.put("item_name", "");
    location.put("position", position);
    Map<String, Object> context = new LinkedHashMap<>();
    context.put("locations", List.of(location));
    context.put("snippet", snippet(span));
    Map<String, Object> shape = new LinkedHashMap<>();
    shape.put("context", context);
    shape.put("code", diagnostic.code().name());
    shape.put("codedesc", diagnostic.code().description());
    shape.put("message", diagnostic.message());
    // Beyond Falco's shape: what to do, and the place as people count.
    shape.put("hint", diagnostic.hint() == null ? "" : diagnostic.hint());
    shape.put("line", span.line());
    shape.put("column", span.column());
    return shape;
  }

  private static String snippet(Span span) {
    String line = span.source().lineText(span.line());
    return line.isBlank() ? "" : line + "\n" + " ".repeat(span.column() - 1) + "^\n";
  }
}
