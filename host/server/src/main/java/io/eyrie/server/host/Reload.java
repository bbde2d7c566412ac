// SPDX-License-Identifier: Apache-2.0
package io.eyrie.server.host;

import io.eyrie.engine.diag.CaretRenderer;
import io.eyrie.server.admin.ReloadReport;
import io.eyrie.server.config.ConfigException;
import io.eyrie.server.config.HostConfig;
import io.eyrie.server.config.InstanceConfig;
import io.eyrie.server.config.Problem;
import io.eyrie.server.modules.LoadedPlugin;
import io.eyrie.server.rules.RuleBook;
import io.eyrie.server.rules.RuleEdition;
import io.eyrie.server.rules.RulesRefused;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Lets a configuration and rules that are read again take effect in a running host, or keeps all as
 * it is and says why: everything is checked before anything is touched.
 *
 * @param host which is not being reloaded already
 */
record Reload(Host host) {

  private static final Logger LOG = LoggerFactory.getLogger(Reload.class);

  ReloadReport by(ConfigReading reading) {
    try {
      HostConfig next = reading.read();
      host.loadPlugins(next);
      return host.changing(() -> take(next));
    } catch (ConfigException e) {
      return refused(e.problems().stream().map(Problem::render).toList());
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      return kept(List.of("interrupted"));
    }
  }

  private ReloadReport take(HostConfig next) throws ConfigException, InterruptedException {
    List<String> misfits = new ArrayList<>();
    host.misconfigured(next).forEach(problem -> misfits.add(problem.render()));
    RuleBook nextBook = host.book().of(next.rulesFiles(), next.ruleSettings());
    RuleEdition nextEdition;
    try {
      nextEdition = nextBook.load(LoadedPlugin.declarations(host.modules().loaded()));
    } catch (RulesRefused e) {
      List<String> problems = e.errors().stream().map(CaretRenderer::render).toList();
      if (misfits.isEmpty()) {
        return kept(problems);
      }
      misfits.addAll(problems);
      return refused(misfits);
    }
    if (!misfits.isEmpty()) {
      return refused(misfits);
    }
    SourceFleet sources = host.sources();
    OutputFleet outputs = host.outputs();
    InstanceChanges ofSources = InstanceChanges.between(sources.configs(), next.sources());
    InstanceChanges ofOutputs = InstanceChanges.between(outputs.configs(), next.outputs());
    try {
      sources.adopt(nextEdition, ofSources.stopping());
    } catch (BindingRefused e) {
      return kept(List.of(String.valueOf(e.getMessage())));
    }
    sources.stop(ofSources.stopping());
    outputs.stop(ofOutputs.stopping());
    List<String> restart = host.config().restartKeys(next);
    host.take(next, nextBook, nextEdition);
    outputs.start(outputs.ready(ofOutputs.starting(), host.modules().loaded()));
    sources.start(sources.ready(ofSources.starting(), host.modules().loaded()), nextEdition);
    sources.revive(host.modules().loaded(), nextEdition);
    host.forgetFormerOutputs();
    host.warnOfMissingPlugins(named(next.sources(), ofSources.starting()));
    host.warnOfMissingPlugins(named(next.outputs(), ofOutputs.starting()));
    List<String> changed = new ArrayList<>(ofSources.told("source"));
    changed.addAll(ofOutputs.told("output"));
    changed.forEach(line -> LOG.info("{}", line));
    LOG.info(
        "rules loaded, revision {}: {} rules, {} warnings",
        nextEdition.revision(),
        nextEdition.rules().rules().size(),
        nextEdition.warnings().size());
    ReloadReport report = report(true, nextEdition, changed, List.of());
    return restart.isEmpty() ? report : report.warning(needsRestart(restart));
  }

  private static List<InstanceConfig> named(List<InstanceConfig> all, List<String> names) {
    return all.stream().filter(config -> names.contains(config.name())).toList();
  }

  private String needsRestart(List<String> keys) {
    String warning =
        "%s: warning: what has changed of %s takes effect when the host is started again\n"
            .formatted(
                host.config().file().map(Path::toString).orElse("the configuration"),
                String.join(", ", keys));
    LOG.warn("{}", warning.strip());
    return warning;
  }

  private ReloadReport refused(List<String> problems) {
    LOG.error(
        "the new configuration is not taken, what runs goes on:\n{}", String.join("", problems));
    host.store().raise(host.hostAlerts().configurationRefused(host.edition().revision(), problems));
    return report(false, host.edition(), List.of(), problems);
  }

  private ReloadReport kept(List<String> problems) {
    RuleEdition inForce = host.edition();
    LOG.error(
        "the new rules are not loaded, revision {} stays in force:\n{}",
        inForce.revision(),
        String.join("", problems));
    host.store().raise(host.hostAlerts().rulesRefused(inForce.revision(), problems));
    return report(false, inForce, List.of(), problems);
  }

  private static ReloadReport report(
      boolean loaded, RuleEdition edition, List<String> changed, List<String> problems) {
    return new ReloadReport(
        loaded,
        edition.revision(),
        edition.rules().rules().size(),
        changed,
        problems,
        edition.warnings().stream().map(CaretRenderer::render).toList());
  }
}
