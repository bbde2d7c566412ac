// SPDX-License-Identifier: Apache-2.0
package io.eyrie.engine;

import io.eyrie.api.alert.Priority;
import io.eyrie.api.field.Argument;
import io.eyrie.api.field.Extraction;
import io.eyrie.api.field.Field;
import io.eyrie.api.field.FieldType;
import io.eyrie.api.field.Value;
import io.eyrie.api.source.Demand;
import io.eyrie.api.source.SourceDeclaration;
import io.eyrie.engine.alert.ValueFormat;
import io.eyrie.engine.check.Addresses;
import io.eyrie.engine.diag.CaretRenderer;
import io.eyrie.engine.diag.SourceText;
import io.eyrie.engine.run.Evaluator;
import io.eyrie.engine.run.EvaluatorSettings;
import io.eyrie.engine.run.Match;
import io.eyrie.engine.run.RuleMatching;
import java.nio.charset.StandardCharsets;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** A source with a field of every type, whose events are maps from field texts to objects. */
public final class TestSource {
  /** The declaration. */
  public static final SourceDeclaration DECLARATION =
      SourceDeclaration.builder("test")
          .eventTypes(List.of("open", "close", "connect", "exec"))
          .provides("things", "1.4.2")
          .fields(
              List.of(
                  Field.of("t.name", FieldType.STRING, "A text."),
                  Field.of("t.path", FieldType.STRING, "A path."),
                  Field.of("t.cmd", FieldType.STRING, "A long text."),
                  Field.of("t.num", FieldType.INT64, "A signed number."),
                  Field.of("t.size", FieldType.UINT64, "An unsigned number."),
                  Field.of("t.flag", FieldType.BOOL, "A truth value."),
                  Field.of("t.ratio", FieldType.DOUBLE, "A decimal number."),
                  Field.of("t.port", FieldType.PORT, "A port."),
                  Field.of("t.ip", FieldType.IP, "An address."),
                  Field.of("t.net", FieldType.IPNET, "An address to hold against networks."),
                  Field.of("t.raw", FieldType.BYTES, "Bytes."),
                  Field.of("t.when", FieldType.ABSTIME, "A time."),
                  Field.of("t.took", FieldType.RELTIME, "A span of time."),
                  Field.of("t.names", FieldType.STRING, "Texts.").asList(),
                  Field.of("t.ids", FieldType.UINT64, "Numbers.").asList(),
                  Field.of("t.ips", FieldType.IP, "Addresses.").asList(),
                  Field.of("t.env", FieldType.STRING, "A text by key.")
                      .withArgument(Argument.REQUIRED_KEY),
                  Field.of("t.anc", FieldType.STRING, "A text by index.")
                      .withArgument(Argument.OPTIONAL_INDEX),
                  Field.of("t.opened", FieldType.STRING, "Of open only.").onlyFor("open"),
                  Field.of("fd.ip", FieldType.IP, "Either end's address."),
                  Field.of("fd.port", FieldType.PORT, "Either end's port."),
                  Field.of("fd.net", FieldType.IPNET, "Either end's network."),
                  Field.of("evt.around", FieldType.UINT64, "How far a time is away.")
                      .withArgument(Argument.REQUIRED_KEY),
                  Field.of("evt.deltatime.ns", FieldType.RELTIME, "Since the event before."),
                  Field.of("fd.sip.name", FieldType.STRING, "Names that rules give a host."),
                  Field.of("proc.aname", FieldType.STRING, "Any ancestor's name.")
                      .withArgument(Argument.OPTIONAL_INDEX),
                  Field.of("user.uid", FieldType.UINT64, "A number of 32 bits."),
                  Field.of("evt.cpu", FieldType.INT64, "A number of 16 bits."),
                  Field.of("evt.arg", FieldType.STRING, "A text by name or position.")
                      .withArgument(Argument.REQUIRED_INDEX_OR_KEY),
                  Field.of("t.arg", FieldType.STRING, "A text by a name that is known.")
                      .withArgument(Argument.REQUIRED_INDEX_OR_KEY)
                      .withKeys(List.of("flags", "mode", "name")),
                  Field.of("t.raw2", FieldType.UINT64, "A number by a name that is known.")
                      .withArgument(Argument.REQUIRED_KEY)
                      .withKeys(List.of("flags", "mode", "size"))
                      .withKeyBases(Map.of("flags", 16, "mode", 8)),
                  Field.of("t.dev", FieldType.INT64, "A number in hexadecimal.").inBase(16),
                  Field.of("t.at", FieldType.STRING, "A text by a pointer.")
                      .withArgument(Argument.REQUIRED_KEY)
                      .withKeyForm("/[a-z/]*"),
                  Field.of("ka.verb", FieldType.STRING, "A text of audit."),
                  Field.of("t.old", FieldType.STRING, "Old.").asDeprecated("use t.name")))
          .build();

  private TestSource() {}

  /** The result of compiling one file of this text. */
  public static LoadResult compile(String text) {
    return new RuleCompiler(List.of(DECLARATION))
        .compile(List.of(new SourceText("rules.yaml", text)));
  }

  /** Settings that leave all but this to the files. */
  static RuleSettings settings(Priority minimum, RuleSelection selection) {
    return new RuleSettings(minimum, selection, Map.of(), List.of(), ValueFormat.PLAIN);
  }

  /** The rules of a text that has no error. */
  public static RuleSet rules(String text) {
    LoadResult result = compile(text);
    return result.rules().orElseThrow(() -> new AssertionError(rendered(result)));
  }

  /** All diagnostics as people see them. */
  public static String rendered(LoadResult result) {
    return result.diagnostics().stream().map(CaretRenderer::render).collect(Collectors.joining());
  }

  /** A rule of this condition as a file. */
  public static String rule(String condition) {
    return rule("r", condition, "message");
  }

  /** A rule as a file. */
  public static String rule(String name, String condition, String output) {
    return "- rule: "
        + name
        + "\n  desc: d\n  source: test\n  priority: INFO\n"
        + "  condition: |\n    "
        + condition.replace("\n", "\n    ")
        + "\n"
        + "  output: |\n    "
        + output.replace("\n", "\n    ")
        + "\n";
  }

  /** Whether the condition matches an event of type open. */
  public static boolean matches(String condition, Map<String, ?> event) {
    return matches(condition, "open", event);
  }

  /** Whether the condition matches the event. */
  public static boolean matches(String condition, String type, Map<String, ?> event) {
    return !judge(rules(rule(condition)), RuleMatching.ALL, type, event).isEmpty();
  }

  /** The first message of the diagnostics for a condition. */
  public static String problem(String condition) {
    LoadResult result = compile(rule(condition));
    if (result.diagnostics().isEmpty()) {
      return "";
    }
    return result.diagnostics().getFirst().message();
  }

  /** The matches of one event. */
  public static List<Match> judge(
      RuleSet rules, RuleMatching matching, String type, Map<String, ?> event) {
    Judge judge = new Judge(rules, matching);
    return judge.judge(type, event);
  }

  /** An evaluator of this source with the event that it stands at. */
  public static final class Judge {
    /** The names of rules that were quarantined. */
    public final List<String> quarantined = new ArrayList<>();

    /** The texts of the fields that were extracted, in order. */
    public final List<String> extracted = new ArrayList<>();

    private final Evaluator evaluator;
    private Map<String, ?> event = Map.of();
    private long number;

    /** An evaluator for these rules. */
    public Judge(RuleSet rules, RuleMatching matching) {
      var index = rules.index("test").orElseThrow();
      List<Demand.Request> demand = index.demand().fields();
      Extraction extraction =
          (i, into) -> {
            Demand.Request request = demand.get(i);
            String text =
                request.argument() == null
                    ? request.field().name()
                    : request.field().name() + "[" + request.argument() + "]";
            extracted.add(text);
            write(request.field(), event.get(text), into);
          };
      evaluator =
          new Evaluator(
              index,
              extraction,
              new EvaluatorSettings("one", "host", ZoneOffset.UTC, matching),
              (rule, cause) -> quarantined.add(rule + ": " + cause));
    }

    /** The matches of one event. */
    public List<Match> judge(String type, Map<String, ?> next) {
      event = next;
      List<Match> matches = new ArrayList<>();
      int eventType = DECLARATION.eventTypes().indexOf(type);
      evaluator.evaluate(eventType, 1_470_327_477_881_754_223L, ++number, matches::add);
      return matches;
    }
  }

  /** Writes an object as a source would. */
  static void write(Field field, @Nullable Object object, Value into) {
    if (object == null) {
      return;
    }
    if (object instanceof RuntimeException failure) {
      throw failure;
    }
    if (object instanceof List<?> list) {
      into.beginList();
      for (Object element : list) {
        switch (element) {
          case Long number -> into.add(number.longValue());
          case String text when field.type() == FieldType.IP || field.type() == FieldType.IPNET -> {
            byte[] address = Objects.requireNonNull(Addresses.parse(text));
            into.add(address, 0, address.length);
          }
          default -> into.add(element.toString());
        }
      }
      return;
    }
    switch (object) {
      case Long number -> into.set(number.longValue());
      case Boolean truth -> into.set(truth.booleanValue());
      case Double decimal -> into.set(decimal.doubleValue());
      case byte[] bytes -> into.set(bytes, 0, bytes.length);
      case String text when field.type() == FieldType.IP || field.type() == FieldType.IPNET -> {
        byte[] address = Objects.requireNonNull(Addresses.parse(text));
        into.set(address, 0, address.length);
      }
      default -> {
        byte[] bytes = ("<" + object + ">").getBytes(StandardCharsets.UTF_8);
        into.set(bytes, 1, bytes.length - 2);
      }
    }
  }
}
