// SPDX-License-Identifier: Apache-2.0
package io.eyrie.server.cli;

import io.eyrie.server.config.HostConfig;
import io.eyrie.server.host.Host;
import io.eyrie.server.host.HostStartException;
import io.eyrie.server.log.HostLog;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code eyrie run}. */
@Command(
    name = "run",
    header = "Watch what the configuration names, until told to end.",
    description = {
      "The log goes to standard error, and to standard output only what the console output prints."
          + " SIGTERM and SIGINT end it: what was judged is stored, and what could not be delivered"
          + " is after the next start. SIGHUP reads configuration and rules again, as does a change of one of these files."
    },
    footer = {
      "  eyrie run",
      "  eyrie run -c eyrie.yaml -r my-rules.yaml -o priority=warning",
      "  eyrie run -o 'sources[]={plugin: cloudtrail, config: {files: [/var/log/ct]}}'",
    })
final class RunCommand implements Callable<Integer> {

  private final Terminal terminal;

  @Mixin private final ConfigOptions options = new ConfigOptions();
  @Spec private @Nullable CommandSpec spec;

  RunCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() throws CommandFailed, InterruptedException {
    HostConfig config = options.read(terminal.surroundings());
    if (config.sources().isEmpty()) {
      throw new CommandFailed(
          "eyrie: there is nothing to watch: no source is configured"
              + config
                  .file()
                  .map(file -> " in " + file)
                  .orElse(", and there is no configuration file")
              + "\n  hint: add one under 'sources:', or try -o 'sources[]={plugin: syscall-ebpf}';"
              + " 'eyrie plugins' lists what there is");
    }
    if (spec == null || !EyrieCommand.debug(spec.commandLine())) {
      HostLog.level(config.logLevel());
    }
    CountDownLatch end = new CountDownLatch(1);
    Signals.on("TERM", end::countDown);
    Signals.on("INT", end::countDown);
    try (Host host = Host.start(config, () -> options.reread(terminal.surroundings()))) {
      Signals.on("HUP", host::reload);
      end.await();
    } catch (HostStartException e) {
      throw new CommandFailed(String.valueOf(e.getMessage()), e);
    }
    return Cli.OK;
  }
}
