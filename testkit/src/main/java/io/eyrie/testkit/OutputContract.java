// SPDX-License-Identifier: Apache-2.0
package io.eyrie.testkit;

import io.eyrie.api.alert.Alert;
import io.eyrie.api.alert.Priority;
import io.eyrie.api.config.ConfigSchema;
import io.eyrie.api.error.PluginException;
import io.eyrie.api.output.OutputProvider;
import java.math.BigInteger;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Checks a push output against the contract, on a receiver that takes what is right.
 *
 * <p>It is given a single alert, a batch, one alert twice, as after a crash, alerts with values of
 * every type and with none, and text as attackers write it. Each must be taken, or refused for good
 * with a reason; none may make a failure of the plugin itself, or hold up those beside it. Two
 * instances are open at a time, as for several requests at once. No secret of the configuration may
 * stand in a reason, and no thread live on after {@code close()}.
 *
 * <p>Not safe for several threads.
 */
public final class OutputContract {

  private static final String HOSTILE =
      "a\u001b[31mb\r\nc\u0000 <!channel> <script>x</script> {{ .Env }} ${jndi:x} %s \"q\" \\ \u202e"
          + " \ud800 é🦅";

  private final OutputProvider provider;
  private Map<String, ?> config = Map.of();

  private OutputContract(OutputProvider provider) {
    this.provider = provider;
  }

  /** Begins a check of this provider's output. */
  public static OutputContract of(OutputProvider provider) {
    return new OutputContract(provider);
  }

  /** The instance's configuration, as in {@code eyrie.yaml}: texts and lists of texts. */
  public OutputContract config(Map<String, ?> values) {
    this.config = values;
    return this;
  }

  /**
   * Runs the checks.
   *
   * @param home a folder of the test
   * @throws AssertionError that lists every fault
   */
  public void verify(Path home) {
    List<String> faults = faults(home);
    if (!faults.isEmpty()) {
      throw new AssertionError(
          "the output "
              + provider.name()
              + " does not keep its contract:\n  "
              + String.join("\n  ", faults));
    }
  }

  /** Runs the checks; answers every fault, none when the output keeps its contract. */
  public List<String> faults(Path home) {
    Set<String> faults = new LinkedHashSet<>();
    checkDeclaration(faults);
    try (OutputRun run = OutputRun.open(provider, config, home)) {
      give(run, "a single alert", List.of(MadeAlert.number(1)), true, faults);
      give(run, "a batch", numbers(2, 20), true, faults);
      give(run, "an alert that came before", List.of(MadeAlert.number(1)), true, faults);
      give(run, "odd alerts among others", odd(), false, faults);
      try (OutputRun second = OutputRun.open(provider, config, home)) {
        give(second, "an alert of a second instance", List.of(MadeAlert.number(21)), true, faults);
      }
      give(run, "an alert after a second instance was closed", numbers(22, 22), true, faults);
    } catch (PluginException e) {
      faults.add("could not be opened: " + e.code() + ": " + e.getMessage());
    } catch (RuntimeException | AssertionError e) {
      faults.add(String.valueOf(e.getMessage()));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      faults.add("was interrupted");
    }
    return List.copyOf(faults);
  }

  private void checkDeclaration(Set<String> faults) {
    if (!provider.name().matches("[a-z][a-z0-9_]*")) {
      faults.add("its name '" + provider.name() + "' is not of lower case letters, digits and _");
    }
    if (!provider.description().endsWith(".")) {
      faults.add("its description is no sentence: " + provider.description());
    }
    for (ConfigSchema.Option option : provider.config().options()) {
      if (option.description().isBlank()) {
        faults.add("its key " + option.key() + " is not described");
      }
    }
  }

  private void give(
      OutputRun run, String what, List<Alert> alerts, boolean usual, Set<String> faults)
      throws InterruptedException {
    Set<String> refusedBefore = new HashSet<>(run.verdicts().refused().keySet());
    try {
      run.deliver(alerts.toArray(Alert[]::new));
    } catch (PluginException e) {
      checkReason(what, String.valueOf(e.getMessage()), faults);
      if (usual || e.retryable() || e.kind() == PluginException.Kind.INTERNAL) {
        faults.add(what + ": failed with " + e.code() + ": " + e.getMessage());
      }
    } catch (RuntimeException e) {
      faults.add(what + ": threw " + e);
    }
    run.verdicts()
        .refused()
        .forEach((id, reason) -> {
          checkReason(what, reason, faults);
          if (usual && !refusedBefore.contains(id)) {
            faults.add(what + ": refused an alert like any other: " + reason);
          }
        });
  }

  private void checkReason(String what, String reason, Set<String> faults) {
    if (reason.isBlank() || reason.equals("null")) {
      faults.add(what + ": refused without a reason");
    }
    for (ConfigSchema.Option option : provider.config().options()) {
      if (option.type() == ConfigSchema.Type.SECRET
          && config.get(option.key()) instanceof String secret
          && !secret.isEmpty()
          && reason.contains(secret)) {
        faults.add(what + ": the reason has the secret of " + option.key());
      }
    }
  }

  private static List<Alert> numbers(int from, int to) {
    return IntStream.rangeClosed(from, to).<Alert>mapToObj(MadeAlert::number).toList();
  }

  /** One of attackers' text, one with values of every type, one with next to nothing. */
  private static List<Alert> odd() {
    Map<String, @Nullable Object> fields = new LinkedHashMap<>();
    fields.put("test.text", HOSTILE);
    fields.put("test.arg[" + HOSTILE + "]", "x");
    fields.put("test.number", Long.MIN_VALUE);
    fields.put("test.wide", new BigInteger("18446744073709551615"));
    fields.put("test.decimal", 0.1);
    fields.put("test.truth", false);
    fields.put("test.none", null);
    fields.put("test.list", Arrays.asList("a", HOSTILE));
    fields.put("test.empty", List.of());
    MadeAlert usual = MadeAlert.number(100);
    List<Alert> odd = new ArrayList<>(numbers(101, 101));
    for (Priority priority : Priority.values()) {
      odd.add(
          of(usual, 200 + odd.size(), "Rule of " + HOSTILE, "saw " + HOSTILE, fields)
              .with(priority));
    }
    odd.add(of(usual, 300, "Rule", "", Map.of()));
    odd.addAll(numbers(102, 102));
    return odd;
  }

  private static MadeAlert of(
      MadeAlert like, long n, String rule, String message, Map<String, @Nullable Object> fields) {
    return new MadeAlert(
        "%032x".formatted(n),
        like.timeNanos(),
        rule,
        like.priority(),
        like.source(),
        like.instance(),
        like.tags(),
        like.hostname(),
        message,
        fields,
        like.revision());
  }
}
