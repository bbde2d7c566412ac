// SPDX-License-Identifier: Apache-2.0
package io.eyrie.server.config;

import io.eyrie.api.alert.Priority;
import io.eyrie.api.config.Config;
import io.eyrie.api.config.ConfigSchema;
import io.eyrie.engine.OutputAddition;
import io.eyrie.engine.RuleSelection;
import io.eyrie.engine.diag.SourceText;
import io.eyrie.engine.diag.Suggestions;
import io.eyrie.engine.run.RuleMatching;
import io.eyrie.server.alert.LineTime;
import io.eyrie.server.config.ConfigNode.Entry;
import io.eyrie.server.config.ConfigNode.Mapping;
import io.eyrie.server.config.ConfigNode.Scalar;
import io.eyrie.server.config.ConfigNode.Sequence;
import io.eyrie.server.config.ConfigRequest.Surroundings;
import io.eyrie.server.config.HostKeys.Group;
import io.eyrie.server.log.LogLevel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Reads a {@link HostConfig}, or says everything that is wrong with it. */
public final class ConfigReader {

  private static final long SMALLEST_STORE = 1 << 20;

  private final Problems problems = new Problems();
  private final ConfigRequest request;
  private final Surroundings surroundings;
  private final Place nowhere;

  private ConfigReader(ConfigRequest request) {
    this.request = request;
    this.surroundings = request.surroundings();
    this.nowhere =
        new Place(new SourceText("the defaults", "").span(0, 0), Place.Kind.OPTION, false);
  }

  /**
   * Reads the configuration.
   *
   * @throws ConfigException that names every problem
   */
  public static HostConfig read(ConfigRequest request) throws ConfigException {
    return new ConfigReader(request).read();
  }

  private HostConfig read() throws ConfigException {
    ConfigNode tree = null;
    if (request.file().isPresent()) {
      SourceText text = ConfigFile.text(request.file().get(), problems);
      if (text != null) {
        tree = new YamlTree(text, Place.Kind.FILE, 0, problems).read();
      }
      // Without a tree everything else would only be told to be missing.
      problems.orThrow();
    }
    Overrides overrides = new Overrides(problems);
    if (tree != null && !isMap(tree)) {
      problems.orThrow();
    }
    for (String option : request.overrides()) {
      tree = overrides.apply(tree, option);
    }
    if (tree != null) {
      Path folder =
          request
              .file()
              .map(file -> surroundings.workingDirectory().resolve(file).normalize().getParent())
              .orElse(surroundings.workingDirectory());
      tree =
          new Environment(
                  surroundings.environment(), folder, surroundings.workingDirectory(), problems)
              .expand(tree);
    }
    HostConfig config =
        config(tree instanceof Mapping mapping ? mapping : new Mapping(Map.of(), nowhere));
    problems.orThrow();
    return Objects.requireNonNull(config, "refused without a problem");
  }

  private boolean isMap(ConfigNode tree) {
    if (tree instanceof Mapping || (tree instanceof Scalar scalar && scalar.none())) {
      return true;
    }
    problems.at(
        tree.place(),
        ConfigCode.CONFIG_SHAPE,
        "the configuration is " + tree.kind() + ", not a map",
        "write 'key: value' lines; docs/configuration.md lists the keys");
    return false;
  }

  private @Nullable HostConfig config(Mapping root) {
    Set<String> groups = new TreeSet<>();
    HostKeys.GROUPS.forEach(group -> groups.add(group.name()));
    HostKeys.LISTS.forEach(group -> groups.add(group.name()));
    groups.add(HostKeys.SELECTION.name());
    groups.add(HostKeys.APPEND_OUTPUT.name());
    groups.add(HostKeys.STATIC_FIELDS);
    Config top = SchemaCheck.check(HostKeys.TOP, groups, root, "the configuration", problems);
    StoreConfig store = store(root);
    AdmissionConfig admission = admission(root);
    Path home = path(root, "home", surroundings.defaultHome());
    CaptureConfig capture = capture(root, home);
    InstanceReader instances = new InstanceReader(problems);
    List<InstanceConfig> sources = instances.sources(given(root, HostKeys.SOURCE.name()));
    List<InstanceConfig> outputs = instances.outputs(given(root, HostKeys.OUTPUT.name()));
    Priority priority = word(root, "priority", Priority::parse, priorityNames());
    RuleMatching matching =
        word(root, "rule_matching", named(RuleMatching.values()), List.of("first", "all"));
    LogLevel level = word(root, "log_level", LogLevel::parse, LogLevel.words());
    Path plugins = path(root, "plugins_dir", surroundings.install().resolve("plugins"));
    List<Path> rules = rules(root);
    RuleSelection selection =
        SelectionReader.read(given(root, HostKeys.SELECTION.name()), problems);
    AdditionReader additions = new AdditionReader(problems);
    Map<String, String> statics = additions.staticFields(given(root, HostKeys.STATIC_FIELDS));
    List<OutputAddition> appended =
        additions.appendOutput(given(root, HostKeys.APPEND_OUTPUT.name()));
    if (top == null
        || store == null
        || admission == null
        || capture == null
        || priority == null
        || matching == null
        || level == null) {
      return null;
    }
    return new HostConfig(
        request.file().map(file -> surroundings.workingDirectory().resolve(file).normalize()),
        home,
        plugins,
        rules,
        selection,
        sources,
        outputs,
        store,
        admission,
        capture,
        priority,
        matching,
        statics,
        appended,
        top.bool("buffer_format_base64"),
        top.bool("time_format_iso_8601") ? LineTime.ISO_8601 : LineTime.CLOCK,
        top.bool("watch_config_files"),
        top.bool("rehearse"),
        level);
  }

  private @Nullable StoreConfig store(Mapping root) {
    Config store = group(root, HostKeys.STORE);
    if (store == null) {
      return null;
    }
    Mapping mapping = mapping(root, HostKeys.STORE.name());
    long size = store.size("max_size");
    if (size < SMALLEST_STORE) {
      range(mapping, HostKeys.STORE.keys(), "max_size");
    }
    Duration age = store.duration("max_age");
    if (age.isZero()) {
      range(mapping, HostKeys.STORE.keys(), "max_age");
    }
    return new StoreConfig(size, age);
  }

  private @Nullable AdmissionConfig admission(Mapping root) {
    Config admission = group(root, HostKeys.ADMISSION);
    if (admission == null) {
      return null;
    }
    Mapping mapping = mapping(root, HostKeys.ADMISSION.name());
    for (String key : List.of("rate", "burst")) {
      if (admission.integer(key) < 1) {
        range(mapping, HostKeys.ADMISSION.keys(), key);
      }
    }
    return new AdmissionConfig(admission.integer("rate"), admission.integer("burst"));
  }

  private @Nullable CaptureConfig capture(Mapping root, Path home) {
    Config capture = group(root, HostKeys.CAPTURE);
    if (capture == null) {
      return null;
    }
    Mapping mapping = mapping(root, HostKeys.CAPTURE.name());
    for (String key : List.of("default_duration", "max_files")) {
      if (capture.integer(key) < 1) {
        range(mapping, HostKeys.CAPTURE.keys(), key);
      }
    }
    long size = capture.integer("max_file_size_mb");
    if (size < 0) {
      range(mapping, HostKeys.CAPTURE.keys(), "max_file_size_mb");
    }
    String mode = capture.text("mode");
    List<String> modes = List.of("rules", "all_rules");
    if (!modes.contains(mode)) {
      problems.at(
          Objects.requireNonNull(mapping.entries().get("mode")).value().place(),
          ConfigCode.CONFIG_VALUE,
          "the value of 'mode' is wrong: '" + mode + "' is none of its words",
          Suggestions.hint(mode, modes, "the words are " + String.join(", ", modes)));
    }
    return new CaptureConfig(
        capture.bool("enabled"),
        path(mapping, "path_prefix", home.resolve("captures").resolve("eyrie")),
        mode.equals("all_rules"),
        Duration.ofMillis(Math.clamp(capture.integer("default_duration"), 1, 1L << 40)),
        Math.clamp(size, 0, 1L << 40) << 20,
        Math.clamp(capture.integer("max_files"), 1, 1 << 20));
  }

  private void range(Mapping mapping, ConfigSchema keys, String key) {
    ConfigNode value = Objects.requireNonNull(mapping.entries().get(key)).value();
    problems.at(
        value.place(),
        ConfigCode.CONFIG_VALUE,
        "the value of '" + key + "' is too small: " + ((Scalar) value).text(),
        keys.option(key).orElseThrow().description());
  }

  private @Nullable Config group(Mapping root, Group group) {
    Entry entry = root.entries().get(group.name());
    if (entry != null
        && !(entry.value() instanceof Mapping)
        && !(entry.value() instanceof Scalar scalar && scalar.none())) {
      problems.at(
          entry.value().place(),
          ConfigCode.CONFIG_SHAPE,
          "'" + group.name() + "' is " + entry.value().kind() + ", not a map",
          "it has the keys "
              + String.join(
                  ", ", group.keys().options().stream().map(ConfigSchema.Option::key).toList()));
      return null;
    }
    return SchemaCheck.check(
        group.keys(), Set.of(), mapping(root, group.name()), "'" + group.name() + "'", problems);
  }

  private Mapping mapping(Mapping root, String key) {
    Entry entry = root.entries().get(key);
    return entry != null && entry.value() instanceof Mapping mapping
        ? mapping
        : new Mapping(Map.of(), nowhere);
  }

  private <T> @Nullable T word(
      Mapping root, String key, Function<String, Optional<T>> parse, List<String> words) {
    ConfigNode node = given(root, key);
    if (node != null && !(node instanceof Scalar)) {
      return null;
    }
    String text =
        node instanceof Scalar scalar
            ? scalar.text()
            : HostKeys.TOP.option(key).flatMap(ConfigSchema.Option::defaultText).orElseThrow();
    Optional<T> value = parse.apply(text.strip());
    if (value.isEmpty()) {
      problems.at(
          node == null ? nowhere : node.place(),
          ConfigCode.CONFIG_VALUE,
          "the value of '" + key + "' is wrong: '" + text + "' is none of its words",
          Suggestions.hint(text, words, "the words are " + String.join(", ", words)));
    }
    return value.orElse(null);
  }

  private static <T extends Enum<T>> Function<String, Optional<T>> named(T[] values) {
    return text -> {
      for (T value : values) {
        if (value.name().equalsIgnoreCase(text)) {
          return Optional.of(value);
        }
      }
      return Optional.empty();
    };
  }

  private static List<String> priorityNames() {
    List<String> names = new ArrayList<>();
    for (Priority priority : Priority.values()) {
      names.add(priority.label().toLowerCase(java.util.Locale.ROOT));
    }
    return names;
  }

  /** What stands behind a key, or null when the key is not there or has nothing. */
  private static @Nullable ConfigNode given(Mapping root, String key) {
    Entry entry = root.entries().get(key);
    return entry == null || (entry.value() instanceof Scalar scalar && scalar.none())
        ? null
        : entry.value();
  }

  private List<Path> rules(Mapping root) {
    Map<Path, Path> found = new LinkedHashMap<>();
    if (!request.rules().isEmpty()) {
      for (String given : request.rules()) {
        Path path = surroundings.workingDirectory().resolve(given).normalize();
        ConfigFile.readable(
            path,
            problem ->
                problems.of("-r " + given, problem.code(), problem.message(), problem.hint()));
        found.put(path, path);
      }
      return List.copyOf(found.values());
    }
    ConfigNode files = given(root, "rules_files");
    if (files == null) {
      Path shipped = surroundings.install().resolve("rules");
      return Files.isDirectory(shipped) ? List.of(shipped) : List.of();
    }
    for (ConfigNode node : files instanceof Sequence list ? list.items() : List.of(files)) {
      if (node instanceof Scalar(String text, boolean none, Place place) && !none) {
        Path path = resolve(text, place);
        ConfigFile.readable(
            path, problem -> problems.at(place, problem.code(), problem.message(), problem.hint()));
        found.put(path, path);
      }
    }
    return List.copyOf(found.values());
  }

  private Path path(Mapping root, String key, Path otherwise) {
    if (!(given(root, key) instanceof Scalar(String text, boolean _, Place place))) {
      return otherwise;
    }
    if (text.isBlank()) {
      problems.at(
          place,
          ConfigCode.CONFIG_VALUE,
          "the value of '" + key + "' is empty",
          "write a path, or leave the key out");
    }
    return resolve(text, place);
  }

  /** Paths of a file start from its folder, those of the command line from where that was typed. */
  private Path resolve(String text, Place place) {
    Path base =
        switch (place.kind()) {
          case FILE ->
              request
                  .file()
                  .map(
                      file -> surroundings.workingDirectory().resolve(file).normalize().getParent())
                  .orElse(surroundings.workingDirectory());
          case OPTION -> surroundings.workingDirectory();
        };
    if (text.indexOf('\0') >= 0) {
      problems.at(
          place,
          ConfigCode.CONFIG_VALUE,
          "a path can't hold a NUL character",
          "write the path anew");
      return base;
    }
    return base.resolve(text).normalize();
  }
}
