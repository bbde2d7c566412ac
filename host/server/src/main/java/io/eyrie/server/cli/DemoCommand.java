// SPDX-License-Identifier: Apache-2.0
package io.eyrie.server.cli;

import io.eyrie.server.config.ConfigException;
import io.eyrie.server.config.ConfigReader;
import io.eyrie.server.config.ConfigRequest;
import io.eyrie.server.config.HostConfig;
import io.eyrie.server.host.Host;
import io.eyrie.server.host.HostStartException;
import io.eyrie.server.log.HostLog;
import io.eyrie.server.scratch.ScratchFolder;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code eyrie demo}. */
@Command(
    name = "demo",
    header = "See it work: alerts of a real host within seconds.",
    description = {
      "Starts a host in a temporary home, lets it read a few CloudTrail records that are shipped for"
          + " this, and, where the kernel lets it, watch system calls while two harmless things are"
          + " done: a file of its own is read, and a connection to itself is made. Prints the alerts"
          + " as a subscriber gets them, and ends."
    },
    footer = {
      "  eyrie demo",
      "  sudo eyrie demo              with live system calls",
      "  eyrie demo --json | jq .rule"
    })
final class DemoCommand implements Callable<Integer> {

  private final Terminal terminal;

  @Option(names = "--json", description = "Print each alert as a line of JSON.")
  private boolean json;

  @Spec private @Nullable CommandSpec spec;

  DemoCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() throws CommandFailed, InterruptedException {
    Path home;
    try {
      home = Files.createTempDirectory("eyrie-demo-");
    } catch (IOException e) {
      throw new CommandFailed(
          "eyrie: no temporary folder can be made in "
              + System.getProperty("java.io.tmpdir")
              + ": "
              + e.getMessage(),
          e);
    }
    if (spec == null || !EyrieCommand.debug(spec.commandLine())) {
      // What of it concerns the reader is told below, in the words of the demo.
      HostLog.to(OutputStream.nullOutputStream());
    }
    try (DemoTriggers triggers = DemoTriggers.prepare(home)) {
      HostConfig config = config(home, triggers);
      terminal.remark("eyrie: a host starts in " + home + " ...");
      try (Host _ = Host.start(config, () -> config)) {
        new DemoRun(terminal, json, config, triggers).run();
      }
      terminal.remark(
          """

          This was a demo in a temporary folder, which is gone now. To watch this machine:
            eyrie run                       in one terminal
            eyrie alerts --follow           in another: the subscriber, over gRPC
          Any gRPC client can subscribe: eyrie.alerts.v1.AlertService on 127.0.0.1:7411, with reflection.\
          """);
      return Cli.OK;
    } catch (IOException e) {
      throw new CommandFailed("eyrie: the demo can't be prepared: " + e.getMessage(), e);
    } catch (HostStartException e) {
      throw new CommandFailed(String.valueOf(e.getMessage()), e);
    } finally {
      HostLog.to(terminal.err());
      ScratchFolder.discard(home);
    }
  }

  private HostConfig config(Path home, DemoTriggers triggers) throws CommandFailed, IOException {
    Path install = terminal.surroundings().install();
    Path sample = install.resolve("demo/aws_cloudtrail.jsonl");
    if (!Files.isReadable(sample)) {
      throw new CommandFailed("eyrie: the records of the demo are missing: " + sample);
    }
    String rules =
        Files.isDirectory(install.resolve("rules")) ? quoted(install.resolve("rules")) + ", " : "";
    Path file = home.resolve("eyrie.yaml");
    Files.writeString(
        file,
        """
        home: %s
        rules_files: [%s%s]
        sources:
          - plugin: cloudtrail
            config: {files: [%s], follow: false}
          - plugin: syscall-ebpf
            config: {watch_self: true}
        outputs:
          - plugin: grpc
            config: {bind: "127.0.0.1:0"}
        """
            .formatted(quoted(home), rules, quoted(triggers.rules()), quoted(sample)));
    try {
      return ConfigReader.read(
          new ConfigRequest(Optional.of(file), List.of(), List.of(), terminal.surroundings()));
    } catch (ConfigException e) {
      throw new CommandFailed(e.render(), e);
    }
  }

  /** The path as a YAML text that means itself, also to the expansion of variables. */
  private static String quoted(Path path) {
    return "'" + path.toString().replace("'", "''").replace("${", "$${") + "'";
  }
}
