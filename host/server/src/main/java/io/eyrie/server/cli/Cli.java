// SPDX-License-Identifier: Apache-2.0
package io.eyrie.server.cli;

import io.eyrie.server.log.HostLog;
import io.eyrie.server.log.LibraryLog;
import io.eyrie.server.log.LogLevel;
import io.eyrie.server.log.StackTraceText;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import picocli.CommandLine;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/**
 * Parses the arguments, runs the command, and turns what goes wrong into words and an exit code.
 */
final class Cli {

  static final int OK = 0;
  static final int USER_ERROR = 1;
  static final int INTERNAL_ERROR = 2;

  private static final int WIDTH = 100;

  /** Describes all others, so it needs them. */
  private static final String COMPLETION = "completion";

  private final Terminal terminal;

  Cli(Terminal terminal) {
    this.terminal = terminal;
  }

  /** Runs one command and returns its exit code; throws nothing. */
  int run(String... arguments) {
    HostLog.to(terminal.err());
    HostLog.level(LogLevel.WARNING);
    HostLog.traces(false);
    LibraryLog.install();
    CommandLine line = commandLine(arguments);
    PrintWriter out = new PrintWriter(terminal.out(), true, StandardCharsets.UTF_8);
    PrintWriter err = new PrintWriter(terminal.err(), true, StandardCharsets.UTF_8);
    int exit;
    try {
      exit = line.setOut(out).setErr(err).execute(arguments);
    } catch (Error e) {
      // Picocli hands on exceptions only; a library that does not fit is told in the same way.
      exit = internal(e, List.of(arguments).contains("--debug"));
    }
    out.flush();
    err.flush();
    return exit;
  }

  /** All commands, as help, completion and the reference page see them. */
  CommandLine commandLine() {
    return commandLine(commands().values());
  }

  /**
   * The commands that the arguments can mean: building one takes some 20 ms, and most words of a
   * command line name one command plainly.
   */
  private CommandLine commandLine(String... arguments) {
    Map<String, Supplier<Object>> commands = commands();
    Supplier<Object> named = arguments.length == 0 ? null : commands.get(arguments[0]);
    return commandLine(
        named == null || arguments[0].equals(COMPLETION) ? commands.values() : List.of(named));
  }

  private Map<String, Supplier<Object>> commands() {
    Map<String, Supplier<Object>> commands = new LinkedHashMap<>();
    commands.put("run", () -> new RunCommand(terminal));
    commands.put("validate", () -> new ValidateCommand(terminal));
    commands.put("test", () -> new TestCommand(terminal));
    commands.put("explain", () -> new ExplainCommand(terminal));
    commands.put("cost", () -> new CostCommand(terminal));
    commands.put("lint", () -> new LintCommand(terminal));
    commands.put("rules", () -> new RulesCommand(terminal));
    commands.put("replay", () -> new ReplayCommand(terminal));
    commands.put("record", () -> new RecordCommand(terminal));
    commands.put("fields", () -> new FieldsCommand(terminal));
    commands.put("plugins", () -> new PluginsCommand(terminal));
    commands.put("status", () -> new StatusCommand(terminal));
    commands.put("reload", () -> new ReloadCommand(terminal));
    commands.put("alerts", () -> new AlertsCommand(terminal));
    commands.put("outputs", () -> new OutputsCommand(terminal));
    commands.put("deadletters", () -> new DeadLettersCommand(terminal));
    commands.put("demo", () -> new DemoCommand(terminal));
    commands.put(COMPLETION, () -> new CompletionCommand(terminal));
    return commands;
  }

  private CommandLine commandLine(Collection<Supplier<Object>> commands) {
    CommandLine line = new CommandLine(new EyrieCommand(terminal));
    commands.forEach(command -> line.addSubcommand(command.get()));
    line.setColorScheme(CommandLine.Help.defaultColorScheme(Ansi.OFF));
    line.setCaseInsensitiveEnumValuesAllowed(true);
    line.setUsageHelpWidth(WIDTH);
    line.setUsageHelpLongOptionsMaxWidth(32);
    line.setParameterExceptionHandler((problem, _) -> refuse(problem));
    line.setExecutionExceptionHandler((problem, failed, _) -> fail(problem, failed));
    return line;
  }

  private int refuse(ParameterException problem) {
    CommandLine at = problem.getCommandLine();
    StringBuilder text = new StringBuilder("eyrie: ");
    if (problem instanceof UnmatchedArgumentException unmatched) {
      String word = unmatched.getUnmatched().getFirst();
      boolean command = !at.getSubcommands().isEmpty() && !word.startsWith("-");
      text.append(command ? "there is no command '" : "unknown option or argument '");
      text.append(word).append('\'');
      List<String> near = unmatched.getSuggestions();
      if (!near.isEmpty()) {
        text.append("; did you mean '").append(near.getFirst()).append("'?");
      }
    } else {
      text.append(decapitalised(String.valueOf(problem.getMessage())));
    }
    text.append("\nSee '").append(at.getCommandSpec().qualifiedName()).append(" --help'.");
    terminal.remark(text.toString());
    return USER_ERROR;
  }

  private int fail(Exception problem, CommandLine failed) {
    if (terminal.readerGone()) {
      return OK;
    }
    if (problem instanceof CommandFailed) {
      terminal.remark(String.valueOf(problem.getMessage()).stripTrailing());
      return USER_ERROR;
    }
    if (problem instanceof InterruptedException) {
      terminal.remark("eyrie: interrupted");
      return USER_ERROR;
    }
    return internal(problem, EyrieCommand.debug(failed));
  }

  private int internal(Throwable problem, boolean debug) {
    if (debug) {
      terminal.remark("eyrie: internal error\n" + StackTraceText.of(problem).stripTrailing());
      return INTERNAL_ERROR;
    }
    terminal.remark("eyrie: internal error: " + problem + "; " + details(problem));
    return INTERNAL_ERROR;
  }

  private static String details(Throwable problem) {
    try {
      Path file = Files.createTempFile("eyrie-error-", ".txt");
      Files.writeString(file, StackTraceText.of(problem));
      return "details are in " + file;
    } catch (IOException _) {
      return "run it again with --debug for the details";
    }
  }

  private static String decapitalised(String text) {
    return text.isEmpty() || (text.length() > 1 && Character.isUpperCase(text.charAt(1)))
        ? text
        : Character.toLowerCase(text.charAt(0)) + text.substring(1);
  }
}
