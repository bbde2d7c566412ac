// SPDX-License-Identifier: Apache-2.0
package io.eyrie.engine;

import io.eyrie.api.alert.Priority;
import io.eyrie.api.source.SourceDeclaration;
import io.eyrie.engine.alert.Template;
import io.eyrie.engine.check.Binder;
import io.eyrie.engine.check.Condition;
import io.eyrie.engine.check.EventTypes;
import io.eyrie.engine.check.FieldUse;
import io.eyrie.engine.check.SourceFields;
import io.eyrie.engine.diag.Code;
import io.eyrie.engine.diag.Diagnostics;
import io.eyrie.engine.diag.Severity;
import io.eyrie.engine.diag.SourceText;
import io.eyrie.engine.diag.Suggestions;
import io.eyrie.engine.expand.Definitions;
import io.eyrie.engine.expand.ExpandedRule;
import io.eyrie.engine.expand.Expander;
import io.eyrie.engine.expand.RuleDefinition;
import io.eyrie.engine.plan.PlannedRule;
import io.eyrie.engine.plan.Planner;
import io.eyrie.engine.plan.RuleIndex;
import io.eyrie.engine.rulefile.RuleFile;
import io.eyrie.engine.rulefile.RuleFileReader;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Turns rule files into rules that can judge the events of the declared sources. Immutable and safe
 * to share between threads; loading is as long as the files are, so it belongs off the workers.
 */
public final class RuleCompiler {
  private final Map<String, SourceFields> sources = new LinkedHashMap<>();
  private final Priority minimum;

  /** A compiler for rules of these sources, of every priority. */
  public RuleCompiler(List<SourceDeclaration> sources) {
    this(sources, Priority.DEBUG);
  }

  /**
   * A compiler for rules of these sources.
   *
   * @param minimum rules less severe than this have to compile, but are not active
   */
  public RuleCompiler(List<SourceDeclaration> sources, Priority minimum) {
    for (SourceDeclaration source : sources) {
      this.sources.put(source.name(), new SourceFields(source));
    }
    this.minimum = minimum;
  }

  /**
   * Reads and compiles rule files in this order. A file that can't be read is an error like any
   * other.
   */
  public LoadResult load(List<Path> files) {
    Diagnostics diagnostics = new Diagnostics();
    List<SourceText> texts = new ArrayList<>();
    for (Path file : files) {
      SourceText text = read(file, diagnostics);
      if (text != null) {
        texts.add(text);
      }
    }
    return compile(texts, diagnostics);
  }

  /** Compiles the texts of rule files in this order. */
  public LoadResult compile(List<SourceText> files) {
    return compile(files, new Diagnostics());
  }

  private static @Nullable SourceText read(Path file, Diagnostics diagnostics) {
    String name = file.toString();
    SourceText none = new SourceText(name, "");
    diagnostics.register(none);
    String reason;
    String hint = "check the path and its permissions";
    try {
      if (Files.size(file) > 4L * RuleFileReader.LONGEST) {
        reason = "it is longer than a rule file may be";
        hint = "split it into several rule files";
      } else {
        ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(file));
        String text = StandardCharsets.UTF_8.newDecoder().decode(bytes).toString();
        return new SourceText(name, text.startsWith("\uFEFF") ? text.substring(1) : text);
      }
    } catch (CharacterCodingException _) {
      reason = "it is not UTF-8";
      hint = "save it in UTF-8";
    } catch (NoSuchFileException _) {
      reason = "there is no such file";
    } catch (IOException e) {
      reason = Files.isDirectory(file) ? "it is a directory" : e.getClass().getSimpleName();
    }
    diagnostics.report(
        Code.LOAD_ERR_FILE_READ, none.span(0, 0), "the file can't be read: " + reason, hint);
    return null;
  }

  private LoadResult compile(List<SourceText> texts, Diagnostics diagnostics) {
    List<RuleFile> files =
        texts.stream().map(text -> RuleFileReader.read(text, diagnostics)).toList();
    Requirements.check(files, sources.values(), diagnostics);
    Definitions definitions = Definitions.of(files, diagnostics);
    List<LoadedRule> compiled = new ArrayList<>();
    for (ExpandedRule rule : Expander.expand(definitions, diagnostics)) {
      compiled.add(compile(rule, diagnostics));
    }
    Optional<RuleSet> rules =
        diagnostics.hasErrors() ? Optional.empty() : Optional.of(ruleSet(compiled, definitions));
    return new LoadResult(rules, diagnostics.sorted(), diagnostics.leftOut());
  }

  private LoadedRule compile(ExpandedRule rule, Diagnostics diagnostics) {
    RuleDefinition definition = rule.definition();
    SourceFields source = sources.get(definition.source());
    if (source == null) {
      diagnostics.report(
          Code.LOAD_UNKNOWN_SOURCE,
          definition.name().span(),
          "no plugin brings the source '"
              + definition.source()
              + "'; the rule sleeps until one does",
          Suggestions.hint(
              definition.source(),
              sources.keySet(),
              sources.isEmpty()
                  ? "put the plugin's jar into the plugins folder"
                  : "the sources are " + String.join(", ", sources.keySet())));
      return new LoadedRule(rule, null);
    }
    Diagnostics own = definition.skipIfUnknownFilter() ? new Diagnostics() : diagnostics;
    Binder.Result bound =
        rule.condition() == null
            ? new Binder.Result(null, false)
            : Binder.bind(rule.condition(), source, own);
    Template.Result output = Template.parse(definition.output(), source, own);
    if (definition.skipIfUnknownFilter()) {
      boolean skip =
          rule.condition() != null
              && (bound.condition() != null || bound.onlyUnknownNames())
              && (output.template() != null || output.onlyUnknownFields())
              && own.hasErrors();
      own.sorted()
          .forEach(d ->
              diagnostics.report(
                  skip && d.severity() == Severity.ERROR ? Code.LOAD_UNKNOWN_FILTER : d.code(),
                  d.span(),
                  d.message(),
                  d.hint()));
    }
    if (bound.condition() == null || output.template() == null) {
      return new LoadedRule(rule, null);
    }
    EventTypes.warnIfUnrestricted(definition, bound.condition(), source, diagnostics);
    return new LoadedRule(rule, new PlannedRule(definition, bound.condition(), output.template()));
  }

  private RuleSet ruleSet(List<LoadedRule> compiled, Definitions definitions) {
    Map<String, List<PlannedRule>> active = new LinkedHashMap<>();
    sources.keySet().forEach(source -> active.put(source, new ArrayList<>()));
    for (LoadedRule rule : compiled) {
      RuleDefinition definition = rule.definition();
      List<PlannedRule> list = active.get(definition.source());
      if (rule.planned() != null
          && list != null
          && definition.enabled()
          && definition.priority().atLeast(minimum)) {
        list.add(rule.planned());
      }
    }
    Map<String, RuleIndex> indexes = new LinkedHashMap<>();
    Map<PlannedRule, List<String>> eventTypes = new HashMap<>();
    sources.forEach((name, source) -> {
      List<PlannedRule> rules = active.getOrDefault(name, List.of());
      RuleIndex index = Planner.plan(source, rules);
      indexes.put(name, index);
      for (int i = 0; i < rules.size(); i++) {
        eventTypes.put(rules.get(i), names(index.eventTypes(i), source));
      }
    });
    List<RuleDescription> descriptions =
        compiled.stream().map(rule -> describe(rule, eventTypes)).toList();
    return new RuleSet(descriptions, indexes, compiled, definitions);
  }

  private static List<String> names(BitSet types, SourceFields source) {
    return types.stream().mapToObj(source.declaration().eventTypes()::get).toList();
  }

  private static RuleDescription describe(
      LoadedRule rule, Map<PlannedRule, List<String>> eventTypes) {
    RuleDefinition definition = rule.definition();
    Set<String> conditionFields = new LinkedHashSet<>();
    List<String> outputFields = List.of();
    boolean active = false;
    List<String> types = List.of();
    PlannedRule planned = rule.planned();
    if (planned != null) {
      collectFields(planned.condition(), conditionFields);
      outputFields = planned.output().fields().stream().map(FieldUse::text).toList();
      active = eventTypes.containsKey(planned);
      types = eventTypes.getOrDefault(planned, List.of());
    }
    return new RuleDescription(
        definition.name().value(),
        definition.desc().value(),
        definition.condition().value(),
        definition.output().value(),
        definition.source(),
        definition.priority(),
        definition.tags(),
        definition.enabled(),
        active,
        List.copyOf(conditionFields),
        outputFields,
        types,
        definition.span().place());
  }

  private static void collectFields(Condition condition, Set<String> into) {
    switch (condition) {
      case Condition.Constant _ -> {}
      case Condition.All(List<Condition> terms) -> terms.forEach(t -> collectFields(t, into));
      case Condition.Any(List<Condition> terms) -> terms.forEach(t -> collectFields(t, into));
      case Condition.Negation(Condition term) -> collectFields(term, into);
      case Condition.Test(var predicate) ->
          predicate.fields().forEach(field -> into.add(field.text()));
    }
  }
}
