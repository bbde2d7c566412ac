// SPDX-License-Identifier: Apache-2.0
package io.eyrie.engine;

import io.eyrie.api.alert.Priority;
import io.eyrie.api.source.SourceDeclaration;
import io.eyrie.engine.check.Condition;
import io.eyrie.engine.check.FieldUse;
import io.eyrie.engine.check.RegexLibrary;
import io.eyrie.engine.check.SourceFields;
import io.eyrie.engine.diag.Code;
import io.eyrie.engine.diag.Diagnostics;
import io.eyrie.engine.diag.ItemType;
import io.eyrie.engine.diag.SourceText;
import io.eyrie.engine.diag.Text;
import io.eyrie.engine.diag.Trail;
import io.eyrie.engine.expand.Definitions;
import io.eyrie.engine.expand.ExpandedRule;
import io.eyrie.engine.expand.Expander;
import io.eyrie.engine.expand.Expansion;
import io.eyrie.engine.expand.RuleDefinition;
import io.eyrie.engine.plan.PlannedRule;
import io.eyrie.engine.plan.Planner;
import io.eyrie.engine.plan.RuleIndex;
import io.eyrie.engine.rulefile.Item;
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
  private final RuleSettings settings;

  /** A compiler for rules of these sources, which leaves all to the files. */
  public RuleCompiler(List<SourceDeclaration> sources) {
    this(sources, RuleSettings.NONE);
  }

  /** A compiler for rules of these sources. */
  public RuleCompiler(List<SourceDeclaration> sources, RuleSettings settings) {
    RegexLibrary regexes = new RegexLibrary();
    for (SourceDeclaration source : sources) {
      this.sources.put(source.name(), new SourceFields(source, settings.staticFields(), regexes));
    }
    this.settings = settings;
  }

  /**
   * Reads and compiles rule files in this order. A file that can't be read is an error like any
   * other.
   */
  public LoadResult load(List<Path> files) {
    Diagnostics diagnostics = new Diagnostics();
    List<RuleFile> read = new ArrayList<>();
    List<FileReport> reports = new ArrayList<>();
    for (Path file : files) {
      SourceText text = read(file, diagnostics);
      if (text == null) {
        reports.add(new FileReport(file.toString(), Optional.empty()));
      } else {
        add(text, diagnostics, read, reports);
      }
    }
    return compile(read, reports, diagnostics);
  }

  /** Compiles the texts of rule files in this order. */
  public LoadResult compile(List<SourceText> files) {
    Diagnostics diagnostics = new Diagnostics();
    List<RuleFile> read = new ArrayList<>();
    List<FileReport> reports = new ArrayList<>();
    files.forEach(text -> add(text, diagnostics, read, reports));
    return compile(read, reports, diagnostics);
  }

  /**
   * Compiles one rule whose texts stand somewhere else than in a rule file: in a configuration, for
   * instance. It knows no lists and no macros, and is always switched on.
   *
   * @param source the event source, one of those that were declared
   */
  public LoadResult compileOne(String source, Text name, Text condition, Text output) {
    Diagnostics diagnostics = new Diagnostics();
    SourceText file = condition.span().source();
    diagnostics.register(file);
    Trail trail = Trail.of(file).in(ItemType.RULE, name.value(), condition.span());
    Item.RuleItem rule =
        new Item.RuleItem(
            name,
            condition,
            Text.at("", condition.span()),
            output,
            Priority.DEBUG,
            Text.at(source, condition.span()),
            null,
            null,
            null,
            null,
            null,
            null,
            null,
            false,
            Map.of(),
            trail);
    return compile(
        List.of(new RuleFile(file, List.of(rule), Optional.empty())), List.of(), diagnostics);
  }

  private static void add(
      SourceText text, Diagnostics diagnostics, List<RuleFile> into, List<FileReport> reports) {
    RuleFile file = RuleFileReader.read(text, diagnostics);
    into.add(file);
    reports.add(new FileReport(text.name(), file.schemaProblems()));
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

  private LoadResult compile(
      List<RuleFile> files, List<FileReport> reports, Diagnostics diagnostics) {
    Requirements.check(files, sources.values(), diagnostics);
    Definitions definitions = Definitions.of(files, diagnostics);
    Expansion expansion = Expander.expand(definitions, sources.keySet(), diagnostics);
    RuleBinding binding =
        new RuleBinding(sources, definitions.macroConditions(), settings, diagnostics);
    List<LoadedRule> compiled = new ArrayList<>();
    for (ExpandedRule rule : expansion.rules()) {
      compiled.add(new LoadedRule(rule, binding.bind(rule).orElse(null)));
    }
    if (!diagnostics.hasErrors()) {
      settings.selection().warnUnmatched(definitions.rules().values(), diagnostics);
    }
    Optional<RuleSet> rules =
        diagnostics.hasErrors() ? Optional.empty() : Optional.of(ruleSet(compiled));
    List<RuleDescription> summaries = rules.map(RuleSet::rules).orElse(List.of());
    return new LoadResult(
        rules,
        diagnostics.sorted(),
        diagnostics.leftOut(),
        reports,
        compiled,
        definitions,
        () -> new Describer(files, definitions, expansion, sources, summaries).describe());
  }

  private RuleSet ruleSet(List<LoadedRule> compiled) {
    Map<String, List<PlannedRule>> active = new LinkedHashMap<>();
    sources.keySet().forEach(source -> active.put(source, new ArrayList<>()));
    for (LoadedRule rule : compiled) {
      RuleDefinition definition = rule.definition();
      List<PlannedRule> list = active.get(definition.source());
      if (rule.planned() != null
          && list != null
          && settings.selection().enabled(definition)
          && definition.priority().atLeast(settings.minimum())) {
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
    return new RuleSet(descriptions, indexes);
  }

  private static List<String> names(BitSet types, SourceFields source) {
    return types.stream().mapToObj(source.declaration().eventTypes()::get).toList();
  }

  private RuleDescription describe(LoadedRule rule, Map<PlannedRule, List<String>> eventTypes) {
    RuleDefinition definition = rule.definition();
    Set<String> conditionFields = new LinkedHashSet<>();
    List<String> outputFields = List.of();
    List<String> wordedFields = List.of();
    boolean active = false;
    List<String> types = List.of();
    PlannedRule planned = rule.planned();
    if (planned != null) {
      collectFields(planned.condition(), conditionFields);
      outputFields = planned.output().fields().stream().map(FieldUse::text).toList();
      wordedFields = planned.output().wordedFields();
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
        settings.selection().enabled(definition),
        active,
        List.copyOf(conditionFields),
        outputFields,
        wordedFields,
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
