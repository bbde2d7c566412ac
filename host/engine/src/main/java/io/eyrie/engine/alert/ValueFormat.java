// SPDX-License-Identifier: Apache-2.0
package io.eyrie.engine.alert;

import io.eyrie.api.field.FieldType;
import io.eyrie.api.field.Value;
import io.eyrie.engine.check.Addresses;
import io.eyrie.engine.check.EngineField;
import io.eyrie.engine.check.EventField;
import io.eyrie.engine.check.FieldUse;
import io.eyrie.engine.check.StaticField;
import io.eyrie.engine.check.Subject;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Writes the value of a field as text, and as the object that goes into an alert's fields. */
public enum ValueFormat {
  /** Bytes are written as the ASCII characters that they may be, others as dots. */
  PLAIN,
  /** Bytes are written in Base64. */
  BASE64_BYTES;

  private static final String ABSENT = "<NA>";

  private static final int DECIMAL = 10;

  String text(Subject subject, Value value) {
    if (!value.present() || noneOfSeveral(subject, value)) {
      return ABSENT;
    }
    if (!value.list()) {
      String plain = one(subject, value, 0);
      return subject instanceof FieldUse use && use.padded() && plain.length() < 9
          ? "0".repeat(9 - plain.length()) + plain
          : plain;
    }
    return subject.list() ? "(" + joined(subject, value, ",") + ")" : joined(subject, value, " ");
  }

  /** A field of one value may stand for several, and of these there may be none. */
  private static boolean noneOfSeveral(Subject subject, Value value) {
    return value.list() && value.size() == 0 && !subject.list();
  }

  private String joined(Subject subject, Value value, String separator) {
    StringBuilder out = new StringBuilder();
    for (int i = 0; i < value.size(); i++) {
      out.append(i > 0 ? separator : "").append(one(subject, value, i));
    }
    return out.toString();
  }

  private String one(Subject subject, Value value, int index) {
    if (subject instanceof FieldUse use && base(use) != DECIMAL) {
      return Long.toUnsignedString(value.number(index), base(use)).toUpperCase(Locale.ROOT);
    }
    return one(subject.type(), value, index);
  }

  /** The base of its whole numbers; what holds others has none but 10. */
  private static int base(FieldUse use) {
    return switch (use.type()) {
      case INT64, UINT64 -> use.field().base();
      case STRING, BYTES, BOOL, DOUBLE, ABSTIME, RELTIME, PORT, IP, IPNET -> DECIMAL;
    };
  }

  private String one(FieldType type, Value value, int index) {
    return switch (type) {
      case STRING -> value.text(index);
      case BYTES -> this == PLAIN ? printable(value, index) : base64(value, index);
      case BOOL -> value.number(index) != 0 ? "true" : "false";
      case INT64, ABSTIME, RELTIME, PORT -> Long.toString(value.number(index));
      case UINT64 -> Long.toUnsignedString(value.number(index));
      case DOUBLE -> decimal(value.decimal(index));
      case IP, IPNET ->
          Addresses.format(value.array(index), value.offset(index), value.length(index));
    };
  }

  private static String printable(Value value, int index) {
    StringBuilder out = new StringBuilder(value.length(index));
    for (int i = 0; i < value.length(index); i++) {
      byte b = value.array(index)[value.offset(index) + i];
      out.append(b >= ' ' && b <= '~' ? (char) b : '.');
    }
    return out.toString();
  }

  private static String base64(Value value, int index) {
    int from = value.offset(index);
    return Base64.getEncoder()
        .encodeToString(Arrays.copyOfRange(value.array(index), from, from + value.length(index)));
  }

  private static String decimal(double value) {
    return Double.isFinite(value)
        ? new BigDecimal(value).setScale(1, RoundingMode.HALF_EVEN).toPlainString()
        : Double.toString(value);
  }

  /**
   * The object for an alert's fields; null when the event has no value. Where it is a {@code
   * String}, it is what {@link #text} gives.
   */
  @Nullable Object object(FieldUse use, Value value, long timeNanos) {
    EngineField engine = use.engine();
    if (engine != null) {
      switch (engine) {
        case EventField.TIME,
            EventField.TIME_S,
            EventField.TIME_ISO8601,
            EventField.DATETIME,
            EventField.DATETIME_S,
            EventField.OUTPUT_TIME -> {
          return timeNanos;
        }
        case EventField.TYPE,
            EventField.NUM,
            EventField.RAWTIME,
            EventField.RAWTIME_S,
            EventField.RAWTIME_NS,
            EventField.RELTIME,
            EventField.RELTIME_S,
            EventField.RELTIME_NS,
            EventField.PLUGIN_NAME,
            EventField.PLUGIN_INFO,
            EventField.IS_ASYNC,
            EventField.ASYNC_TYPE,
            EventField.SOURCE,
            EventField.PLUGIN_INSTANCE,
            EventField.HOSTNAME -> {}
        case StaticField _ -> {}
      }
    }
    if (!value.present() || noneOfSeveral(use, value)) {
      return null;
    }
    FieldType type = use.field().type();
    if (!value.list()) {
      return base(use) == DECIMAL ? oneObject(type, value, 0) : one(use, value, 0);
    }
    if (!use.list()) {
      return joined(use, value, " ");
    }
    List<Object> list = new ArrayList<>(value.size());
    for (int i = 0; i < value.size(); i++) {
      list.add(base(use) == DECIMAL ? oneObject(type, value, i) : one(use, value, i));
    }
    return List.copyOf(list);
  }

  private Object oneObject(FieldType type, Value value, int index) {
    return switch (type) {
      case BOOL -> value.number(index) != 0;
      case INT64, ABSTIME, RELTIME, PORT -> value.number(index);
      case UINT64 -> {
        long number = value.number(index);
        if (number >= 0) {
          yield number;
        }
        yield new BigInteger(Long.toUnsignedString(number));
      }
      case DOUBLE -> value.decimal(index);
      case STRING, BYTES, IP, IPNET -> one(type, value, index);
    };
  }
}
