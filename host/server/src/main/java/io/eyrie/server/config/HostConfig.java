// SPDX-License-Identifier: Apache-2.0
package io.eyrie.server.config;

import io.eyrie.api.alert.Priority;
import io.eyrie.engine.OutputAddition;
import io.eyrie.engine.RuleSelection;
import io.eyrie.engine.RuleSettings;
import io.eyrie.engine.alert.ValueFormat;
import io.eyrie.engine.run.RuleMatching;
import io.eyrie.server.alert.LineTime;
import io.eyrie.server.log.LogLevel;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The whole configuration of a host, checked but for the plugins' own keys. {@link HostKeys} says
 * what each part means.
 *
 * <p>Immutable and safe to share between threads. All paths are absolute.
 *
 * @param file the file it was read from; empty when there was none
 * @param home the folder that the host writes to
 * @param pluginsDir the folder of plugin jars
 * @param rulesFiles rule files and folders of them, in their order
 * @param selection which rules are switched on or off
 * @param sources the source instances
 * @param outputs the output instances
 * @param store bounds of the alert store
 * @param admission bounds per rule and instance
 * @param capture what is recorded after a match
 * @param priority the least severe priority of rules to load
 * @param ruleMatching first or all
 * @param staticFields the values of the fields {@code static.NAME} by NAME
 * @param appendOutput what is added to the outputs of rules
 * @param bufferFormatBase64 whether messages show bytes in Base64
 * @param lineTime how the lines of alerts tell the time
 * @param watchConfigFiles whether a changed file is loaded again
 * @param rehearse whether sources are run over made-up events after the start
 * @param logLevel what the host's own log shows
 */
public record HostConfig(
    Optional<Path> file,
    Path home,
    Path pluginsDir,
    List<Path> rulesFiles,
    RuleSelection selection,
    List<InstanceConfig> sources,
    List<InstanceConfig> outputs,
    StoreConfig store,
    AdmissionConfig admission,
    CaptureConfig capture,
    Priority priority,
    RuleMatching ruleMatching,
    Map<String, String> staticFields,
    List<OutputAddition> appendOutput,
    boolean bufferFormatBase64,
    LineTime lineTime,
    boolean watchConfigFiles,
    boolean rehearse,
    LogLevel logLevel) {

  /** Copies the lists, and the map in its order. */
  public HostConfig {
    rulesFiles = List.copyOf(rulesFiles);
    sources = List.copyOf(sources);
    outputs = List.copyOf(outputs);
    staticFields = Collections.unmodifiableMap(new LinkedHashMap<>(staticFields));
    appendOutput = List.copyOf(appendOutput);
  }

  /** The ids of the plugins that its sources and outputs are of. */
  public Set<String> plugins() {
    return Stream.of(sources, outputs)
        .flatMap(List::stream)
        .map(InstanceConfig::plugin)
        .collect(Collectors.toUnmodifiableSet());
  }

  /** What this says about the rules of all files. */
  public RuleSettings ruleSettings() {
    return new RuleSettings(
        priority,
        selection,
        staticFields,
        appendOutput,
        bufferFormatBase64 ? ValueFormat.BASE64_BYTES : ValueFormat.PLAIN);
  }

  /** This one with what a running host can take over of a newer one; the rest as it was. */
  public HostConfig reloadedBy(HostConfig newer) {
    return new HostConfig(
        file,
        home,
        pluginsDir,
        newer.rulesFiles,
        newer.selection,
        newer.sources,
        newer.outputs,
        store,
        admission,
        capture,
        newer.priority,
        ruleMatching,
        newer.staticFields,
        newer.appendOutput,
        newer.bufferFormatBase64,
        lineTime,
        watchConfigFiles,
        rehearse,
        logLevel);
  }

  /** The keys whose change takes effect at the next start only. */
  public List<String> restartKeys(HostConfig newer) {
    Map<String, Boolean> changed = new LinkedHashMap<>();
    changed.put("home", !home.equals(newer.home));
    changed.put("plugins_dir", !pluginsDir.equals(newer.pluginsDir));
    changed.put("store", !store.equals(newer.store));
    changed.put("admission", !admission.equals(newer.admission));
    changed.put("capture", !capture.equals(newer.capture));
    changed.put("rule_matching", ruleMatching != newer.ruleMatching);
    changed.put("time_format_iso_8601", lineTime != newer.lineTime);
    changed.put("watch_config_files", watchConfigFiles != newer.watchConfigFiles);
    changed.put("rehearse", rehearse != newer.rehearse);
    changed.put("log_level", logLevel != newer.logLevel);
    return changed.entrySet().stream().filter(Map.Entry::getValue).map(Map.Entry::getKey).toList();
  }
}
