// SPDX-License-Identifier: Apache-2.0
package io.eyrie.output.grpc;

import com.google.protobuf.Timestamp;
import io.eyrie.alerts.v1.Alert;
import io.eyrie.alerts.v1.Field;
import io.eyrie.alerts.v1.Gap;
import io.eyrie.alerts.v1.Heartbeat;
import io.eyrie.alerts.v1.Priority;
import io.eyrie.alerts.v1.SubscribeRequest;
import io.eyrie.alerts.v1.SubscribeResponse;
import io.eyrie.alerts.v1.Value;
import io.eyrie.alerts.v1.ValueList;
import io.eyrie.api.alert.AlertEntry;
import java.math.BigInteger;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Between the host's alerts and the messages of the protocol. */
final class Messages {

  private static final long NANOS = 1_000_000_000L;
  private static final long DEFAULT_HEARTBEAT_MILLIS = 10_000;
  private static final long SHORTEST_HEARTBEAT_MILLIS = 1000;
  private static final long LONGEST_HEARTBEAT_MILLIS = 300_000;

  private Messages() {}

  /**
   * How often a request wants heartbeats.
   *
   * @throws Refused if that is out of range
   */
  static long heartbeatMillis(SubscribeRequest request) {
    if (!request.hasHeartbeatInterval()) {
      return DEFAULT_HEARTBEAT_MILLIS;
    }
    long seconds = request.getHeartbeatInterval().getSeconds();
    long millis =
        Math.clamp(seconds, -1, 1000) * 1000L
            + request.getHeartbeatInterval().getNanos() / 1_000_000;
    if (millis < SHORTEST_HEARTBEAT_MILLIS || millis > LONGEST_HEARTBEAT_MILLIS) {
      throw Refused.invalid(
          "heartbeat_interval is out of range: write 1 s to 5 min, or leave it out for 10 s");
    }
    return millis;
  }

  static SubscribeResponse response(AlertEntry entry, boolean includeJson) {
    SubscribeResponse.Builder response = SubscribeResponse.newBuilder().setToken(entry.token());
    io.eyrie.api.alert.Alert alert = entry.alert();
    if (alert != null) {
      response.setAlert(message(alert, includeJson));
    }
    AlertEntry.Gap gap = entry.gap();
    if (gap != null) {
      response.setGap(message(gap));
    }
    return response.build();
  }

  static SubscribeResponse heartbeat(String token) {
    return SubscribeResponse.newBuilder()
        .setToken(token)
        .setHeartbeat(Heartbeat.getDefaultInstance())
        .build();
  }

  static Alert message(io.eyrie.api.alert.Alert alert, boolean includeJson) {
    Alert.Builder message =
        Alert.newBuilder()
            .setId(alert.id())
            .setTime(time(alert.timeNanos()))
            .setRule(valid(alert.rule()))
            .setPriority(priority(alert.priority()))
            .setSource(valid(alert.source()))
            .setInstance(valid(alert.instance()))
            .setHostname(valid(alert.hostname()))
            .setMessage(valid(alert.message()))
            .setOutput(valid(alert.output()))
            .setRevision(valid(alert.revision()));
    alert.tags().forEach(tag -> message.addTags(valid(tag)));
    alert.fields().forEach((name, value) -> message.addFields(field(name, value)));
    if (includeJson) {
      message.setJson(valid(alert.json()));
    }
    return message.build();
  }

  private static Field field(String name, @Nullable Object value) {
    Field.Builder field = Field.newBuilder().setName(valid(name));
    if (value != null) {
      field.setValue(value(value));
    }
    return field.build();
  }

  private static Value value(@Nullable Object value) {
    Value.Builder message = Value.newBuilder();
    return switch (value) {
      case null -> message.build();
      case Long number -> message.setInteger(number).build();
      case BigInteger number when number.signum() >= 0 && number.bitLength() <= Long.SIZE ->
          message.setUnsignedInteger(number.longValue()).build();
      case Double number -> message.setDecimal(number).build();
      case Boolean truth -> message.setTruth(truth).build();
      case List<?> list -> {
        ValueList.Builder values = ValueList.newBuilder();
        list.forEach(element -> values.addValues(value(element)));
        yield message.setList(values).build();
      }
      default -> message.setText(valid(value.toString())).build();
    };
  }

  private static Gap message(AlertEntry.Gap gap) {
    Gap.Builder message = Gap.newBuilder().setReason(gap.reason());
    if (gap.count() >= 0) {
      message.setCount(gap.count());
    }
    if (gap.fromNanos() != 0) {
      message.setFrom(time(gap.fromNanos()));
    }
    if (gap.toNanos() != 0) {
      message.setTo(time(gap.toNanos()));
    }
    return message.build();
  }

  static Priority priority(io.eyrie.api.alert.Priority priority) {
    return switch (priority) {
      case EMERGENCY -> Priority.PRIORITY_EMERGENCY;
      case ALERT -> Priority.PRIORITY_ALERT;
      case CRITICAL -> Priority.PRIORITY_CRITICAL;
      case ERROR -> Priority.PRIORITY_ERROR;
      case WARNING -> Priority.PRIORITY_WARNING;
      case NOTICE -> Priority.PRIORITY_NOTICE;
      case INFORMATIONAL -> Priority.PRIORITY_INFORMATIONAL;
      case DEBUG -> Priority.PRIORITY_DEBUG;
    };
  }

  static Timestamp time(long nanos) {
    return Timestamp.newBuilder()
        .setSeconds(Math.floorDiv(nanos, NANOS))
        .setNanos((int) Math.floorMod(nanos, NANOS))
        .build();
  }

  /**
   * Protobuf refuses text with half a surrogate pair, which names and paths of attackers may hold.
   */
  static String valid(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (Character.isSurrogate(text.charAt(i))) {
        return repaired(text);
      }
    }
    return text;
  }

  private static String repaired(String text) {
    StringBuilder whole = new StringBuilder(text.length());
    text.codePoints()
        .map(point -> point >= 0xD800 && point <= 0xDFFF ? 0xFFFD : point)
        .forEach(whole::appendCodePoint);
    return whole.toString();
  }
}
