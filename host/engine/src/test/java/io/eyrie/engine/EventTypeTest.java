// SPDX-License-Identifier: Apache-2.0
package io.eyrie.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.eyrie.api.field.Field;
import io.eyrie.api.field.FieldType;
import io.eyrie.api.source.SourceDeclaration;
import io.eyrie.engine.diag.Code;
import io.eyrie.engine.diag.Diagnostic;
import io.eyrie.engine.diag.SourceText;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Which event types a rule can match: what counts as naming them, and what is decided by them. */
class EventTypeTest {
  private static LoadResult load(String condition) {
    List<String> types = new ArrayList<>(List.of("open", "close", "exec", "container"));
    for (int i = 0; i < 120; i++) {
      types.add("call" + (char) ('a' + i / 26) + (char) ('a' + i % 26));
    }
    SourceDeclaration syscall =
        SourceDeclaration.builder("syscall")
            .eventTypes(types)
            .fields(
                List.of(
                    Field.of("syscall.type", FieldType.STRING, "Name of the call."),
                    Field.of("fd.name", FieldType.STRING, "Of some calls.")
                        .onlyFor("open", "close"),
                    Field.of("proc.name", FieldType.STRING, "A text.")))
            .build();
    return new RuleCompiler(List.of(syscall))
        .compile(
            List.of(
                new SourceText(
                    "f",
                    "- rule: r\n  desc: d\n  priority: INFO\n  output: m\n  condition: >\n    "
                        + condition
                        + "\n")));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "proc.name = a",
        "evt.type exists",
        "evt.type != open",
        "not evt.type in (open, close)",
        "evt.type = open or proc.name = a",
        "evt.type = anyof (open, close)",
        "evt.num >= 1",
        "not (evt.type = open and proc.name = a)",
        "not not proc.name = a"
      })
  void leavesTooManyTypesOpen(String condition) {
    assertThat(load(condition).warnings())
        .extracting(Diagnostic::code)
        .containsExactly(Code.LOAD_NO_EVTTYPE);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "evt.type = open",
        "evt.type in (open, close) and proc.name = a",
        "syscall.type = open and proc.name = a",
        "not evt.type != open",
        "not (evt.type != open or proc.name = a)",
        "(evt.type = open and proc.name = a) or (evt.type = close and proc.name = b)"
      })
  void namesItsTypes(String condition) {
    LoadResult result = load(condition);
    assertThat(result.errors()).isEmpty();
    assertThat(result.warnings()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "evt.num = 0",
        "evt.num < 1 and proc.name = a",
        "evt.num <= 0",
        "evt.num in (0)",
        "evt.type = open and evt.type = close"
      })
  void neverFires(String condition) {
    assertThat(load(condition).warnings())
        .extracting(Diagnostic::message)
        .containsExactly("the condition holds for no event type, so that the rule never fires");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "evt.type = anyof (open, close) | open close",
        "evt.type != allof (open, close) and evt.type in (open, exec) | exec",
        "evt.type = open and proc.name = a | open",
        "fd.name = a and evt.type in (open, exec) | open",
        "basename(fd.name) = a | open close",
        "proc.name = val(fd.name) | open close",
        "evt.num = 0 | ''",
        "evt.type = open and evt.type = close | ''",
        "evt.type = oneof (open, close, open) | close"
      })
  void aRuleIsJudgedForTheTypesThatItCanMatchOnly(String condition, String types) {
    assertThat(
            String.join(" ", load(condition).rules().orElseThrow().rules().getFirst().eventTypes()))
        .isEqualTo(types);
  }

  @Test
  void anUnknownTypeIsAnErrorForEveryOperator() {
    for (String check :
        List.of(
            "= opne",
            "!= opne",
            "in (open, opne)",
            "intersects (opne)",
            "contains op",
            "startswith op",
            "glob 'op*'",
            "regex 'open|close'",
            "pmatch (opne)",
            "= anyof (open, opne)",
            "!= allof (opne)")) {
      assertThat(load("evt.type " + check).errors())
          .as(check)
          .extracting(Diagnostic::message)
          .anyMatch(message -> message.startsWith("source 'syscall' has no event type"));
    }
    assertThat(load("evt.type = container").errors()).isEmpty();
  }
}
