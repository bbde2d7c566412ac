// SPDX-License-Identifier: Apache-2.0
package io.eyrie.fuzz;

import io.eyrie.api.field.Argument;
import io.eyrie.api.field.Extraction;
import io.eyrie.api.field.Field;
import io.eyrie.api.field.FieldType;
import io.eyrie.api.field.Value;
import io.eyrie.api.source.Demand;
import io.eyrie.api.source.SourceDeclaration;
import io.eyrie.engine.LoadResult;
import io.eyrie.engine.RuleCompiler;
import io.eyrie.engine.RuleSet;
import io.eyrie.engine.diag.CaretRenderer;
import io.eyrie.engine.diag.Diagnostic;
import io.eyrie.engine.diag.SourceText;
import io.eyrie.engine.plan.RuleIndex;
import io.eyrie.engine.run.Evaluator;
import io.eyrie.engine.run.EvaluatorSettings;
import io.eyrie.engine.run.RuleMatching;
import java.nio.charset.StandardCharsets;
import java.time.ZoneOffset;
import java.util.List;

/** A source with a field of each kind, and what has to be true of every load of rules for it. */
final class Things {

  static final SourceDeclaration DECLARATION =
      SourceDeclaration.builder("things")
          .eventTypes(List.of("open", "close"))
          .fields(
              List.of(
                  Field.of("t.name", FieldType.STRING, "A text."),
                  Field.of("t.names", FieldType.STRING, "Texts.").asList(),
                  Field.of("t.num", FieldType.INT64, "A number."),
                  Field.of("t.size", FieldType.UINT64, "A number without sign."),
                  Field.of("t.flag", FieldType.BOOL, "A truth value."),
                  Field.of("t.ratio", FieldType.DOUBLE, "A decimal number."),
                  Field.of("t.raw", FieldType.BYTES, "Bytes."),
                  Field.of("t.when", FieldType.ABSTIME, "A time."),
                  Field.of("t.port", FieldType.PORT, "A port."),
                  Field.of("t.ip", FieldType.IP, "An address."),
                  Field.of("t.net", FieldType.IPNET, "An address among networks."),
                  Field.of("t.env", FieldType.STRING, "A text by key.")
                      .withArgument(Argument.REQUIRED_KEY),
                  Field.of("t.anc", FieldType.STRING, "A text by index.")
                      .withArgument(Argument.OPTIONAL_INDEX),
                  Field.of("t.opened", FieldType.STRING, "A text of open.").onlyFor("open")))
          .build();

  private static final byte[] ADDRESS = {10, 0, 0, 1};
  private static final byte[] NO_TEXT = {'a', (byte) 0xFF, '/', (byte) 0xE2};

  private Things() {}

  /** Loads a rule file, tells what is wrong with it, and judges events if nothing is. */
  static LoadResult load(String file) {
    LoadResult result =
        new RuleCompiler(List.of(DECLARATION)).compile(List.of(new SourceText("r.yaml", file)));
    if (result.rules().isEmpty() == result.errors().isEmpty()) {
      throw new AssertionError("neither rules nor errors, or both");
    }
    for (Diagnostic diagnostic : result.diagnostics()) {
      if (CaretRenderer.render(diagnostic).isBlank() || diagnostic.locations().isEmpty()) {
        throw new AssertionError("a diagnostic without text or place: " + diagnostic);
      }
    }
    result
        .rules()
        .ifPresent(rules -> {
          result.describe();
          judge(rules);
        });
    return result;
  }

  private static void judge(RuleSet rules) {
    RuleIndex index = rules.index(DECLARATION.name()).orElseThrow();
    List<Demand.Request> demand = index.demand().fields();
    for (int kind = 0; kind < 3; kind++) {
      int shown = kind;
      Extraction extraction = (request, into) -> write(demand.get(request).field(), shown, into);
      Evaluator evaluator =
          new Evaluator(
              index,
              extraction,
              new EvaluatorSettings("one", "host", ZoneOffset.UTC, RuleMatching.ALL),
              (rule, cause) -> {
                throw new AssertionError("quarantined " + rule, cause);
              });
      evaluator.evaluate(kind % 2, 1_000_000_007L * kind, kind + 1, _ -> {});
    }
  }

  /** Nothing, something usual, something odd. */
  private static void write(Field field, int kind, Value into) {
    if (kind == 0) {
      return;
    }
    boolean odd = kind == 2;
    switch (field.type()) {
      case STRING, BYTES -> {
        byte[] text = odd ? NO_TEXT : new byte[] {'a', '/', 'b', 'c'};
        if (field.list()) {
          into.beginList();
          if (!odd) {
            into.add("-a");
            into.add(text, 0, text.length);
          }
        } else {
          into.set(text, 0, text.length);
        }
      }
      case BOOL -> into.set(odd);
      case INT64, UINT64, ABSTIME, RELTIME -> into.set(odd ? Long.MIN_VALUE : 7L);
      case PORT -> into.set(odd ? 0L : 80L);
      case DOUBLE -> into.set(odd ? Double.NaN : 0.5);
      case IP, IPNET -> {
        byte[] address = odd ? new byte[16] : ADDRESS;
        into.set(address, 0, address.length);
      }
    }
  }

  /** What the fuzzer gives as a text. */
  static String text(byte[] data) {
    return new String(data, StandardCharsets.UTF_8);
  }

  /** Where the first line ends. */
  static int firstLine(byte[] data) {
    int end = 0;
    while (end < data.length && data[end] != '\n') {
      end++;
    }
    return end;
  }

  /** A text as a YAML scalar in double quotes, so that all of it gets through. */
  static String quoted(String text) {
    StringBuilder out = new StringBuilder("\"");
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '"' || c == '\\') {
        out.append('\\').append(c);
      } else if (c >= ' ' && c < 0x7F) {
        out.append(c);
      } else {
        out.append("\\u%04x".formatted((int) c));
      }
    }
    return out.append('"').toString();
  }
}
