// SPDX-License-Identifier: Apache-2.0
package io.eyrie.output.grpc;

import io.eyrie.api.alert.Alert;
import io.eyrie.api.alert.AlertEntry;
import io.eyrie.output.grpc.falco.outputs.response;
import io.eyrie.output.grpc.falco.schema.priority;
import io.eyrie.output.grpc.falco.schema.source;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The steps of Falco's output service. Its clients know alerts alone: a gap is told as one of the
 * host's own.
 */
record FalcoSteps(boolean endsWhenCaughtUp) implements Steps<response> {

  private static final String GAP_RULE = "Eyrie internal: alerts missing";
  private static final String INTERNAL = "internal";

  @Override
  public response step(AlertEntry entry) {
    AlertEntry.Gap gap = entry.gap();
    return gap != null ? missing(gap) : response(Objects.requireNonNull(entry.alert()));
  }

  private static response response(Alert alert) {
    response.Builder message =
        response
            .newBuilder()
            .setTime(Messages.time(alert.timeNanos()))
            .setPriority(priority(alert))
            .setSourceDeprecatedValue(source(alert.source()).getNumber())
            .setRule(Messages.valid(alert.rule()))
            .setOutput(Messages.valid(alert.output()))
            .setHostname(Messages.valid(alert.hostname()))
            .setSource(Messages.valid(alert.source()));
    alert.tags().forEach(tag -> message.addTags(Messages.valid(tag)));
    alert
        .fields()
        .forEach((name, value) ->
            message.putOutputFields(Messages.valid(name), Messages.valid(text(value))));
    return message.build();
  }

  private static response missing(AlertEntry.Gap gap) {
    String count = gap.count() < 0 ? "alerts" : gap.count() + " alerts";
    return response
        .newBuilder()
        .setTime(Messages.time(gap.toNanos()))
        .setPriority(priority.ERROR)
        .setSourceDeprecatedValue(source.INTERNAL.getNumber())
        .setRule(GAP_RULE)
        .setOutput("%s are missing here: %s".formatted(count, gap.reason()))
        .putOutputFields("eyrie.missing", Long.toString(gap.count()))
        .setSource(INTERNAL)
        .build();
  }

  private static priority priority(Alert alert) {
    return switch (alert.priority()) {
      case EMERGENCY -> priority.EMERGENCY;
      case ALERT -> priority.ALERT;
      case CRITICAL -> priority.CRITICAL;
      case ERROR -> priority.ERROR;
      case WARNING -> priority.WARNING;
      case NOTICE -> priority.NOTICE;
      case INFORMATIONAL -> priority.INFORMATIONAL;
      case DEBUG -> priority.DEBUG;
    };
  }

  private static source source(String name) {
    return switch (name) {
      case "syscall" -> source.SYSCALL;
      case "k8s_audit" -> source.K8S_AUDIT;
      case INTERNAL -> source.INTERNAL;
      default -> source.PLUGIN;
    };
  }

  /** As outputs of rules print it. */
  private static String text(@Nullable Object value) {
    return switch (value) {
      case null -> "<NA>";
      case List<?> list ->
          list.stream().map(FalcoSteps::text).collect(Collectors.joining(",", "(", ")"));
      default -> value.toString();
    };
  }

  @Override
  public @Nullable response nothingMore(String token) {
    return null;
  }

  @Override
  public long heartbeatNanos() {
    return TimeUnit.MINUTES.toNanos(1);
  }

  @Override
  public boolean sentIsDone() {
    return true;
  }
}
