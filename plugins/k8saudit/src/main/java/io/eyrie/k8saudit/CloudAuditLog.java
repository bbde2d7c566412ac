// SPDX-License-Identifier: Apache-2.0
package io.eyrie.k8saudit;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.eyrie.api.field.Value;
import io.eyrie.jsonlog.projection.JsonKind;
import io.eyrie.jsonlog.projection.Slice;
import io.eyrie.jsonlog.projection.Slots;

/**
 * What records of Google Cloud's audit log tell about a Kubernetes request in words of their own:
 * the verb is the end of {@code protoPayload.methodName}, the object is {@code
 * protoPayload.resourceName}, the outcome is a code of gRPC.
 *
 * <p>A name is {@code GROUP/VERSION[/namespaces/NAMESPACE]/RESOURCE[/NAME[/SUBRESOURCE...]]}; the
 * group of what Kubernetes began with is {@code core}.
 */
final class CloudAuditLog {

  static final String METHOD = "/protoPayload/methodName";
  static final String NAME = "/protoPayload/resourceName";
  static final String STATUS = "/protoPayload/status/code";

  private static final byte[] NAMESPACES = "namespaces".getBytes(US_ASCII);
  private static final byte[] CORE = "core".getBytes(US_ASCII);
  private static final byte[] WATCHED_METHODS = "io.k8s.".getBytes(US_ASCII);

  /**
   * The HTTP status that an API server answers with when Google's log has that code of gRPC, from
   * the documentation of google.rpc.Code; 10 is what it makes of a name that is there already.
   */
  private static final String[] HTTP_STATUS = {
    "200", "499", "500", "400", "504", "404", "409", "403", "429", "400", "409", "400", "501",
    "500", "503", "500", "401"
  };

  private CloudAuditLog() {}

  /** Whether the record is one of a cluster in Google's log. */
  static boolean is(Slots slots, int method) {
    if (slots.kind(method) != JsonKind.STRING) {
      return false;
    }
    Slice text = slots.text(method);
    return text.length() > WATCHED_METHODS.length && text.startsWith(WATCHED_METHODS);
  }

  /** The verb: what stands behind the last dot of the method. */
  static void verb(Slots slots, int method, Value into) {
    if (!is(slots, method)) {
      return;
    }
    Slice text = slots.text(method);
    int end = text.offset() + text.length();
    int from = end;
    while (text.array()[from - 1] != '.') {
      from--;
    }
    into.set(text.array(), from, end - from);
  }

  /** A part of the object's name. */
  static void part(Slots slots, int name, Part part, Value into) {
    if (slots.kind(name) != JsonKind.STRING) {
      return;
    }
    Slice text = slots.text(name);
    byte[] bytes = text.array();
    int end = text.offset() + text.length();
    int resource = behind(bytes, behind(bytes, text.offset(), end), end);
    int namespace = -1;
    if (segmentIs(bytes, resource, end, NAMESPACES)) {
      int inNamespace = behind(bytes, resource, end);
      int further = behind(bytes, inNamespace, end);
      if (further < end || part == Part.NAMESPACE) {
        namespace = inNamespace;
      }
      if (further < end) {
        resource = further;
      }
    }
    int object = behind(bytes, resource, end);
    int from =
        switch (part) {
          case NAMESPACE -> namespace;
          case RESOURCE -> resource;
          case NAME -> object;
          case SUBRESOURCE -> behind(bytes, object, end);
        };
    if (from >= 0 && from < end) {
      int to = part == Part.SUBRESOURCE ? end : segmentEnd(bytes, from, end);
      into.set(bytes, from, to - from);
    }
  }

  /** The path of the request, without what stood behind a question mark. */
  static void uri(Slots slots, int name, Value into) {
    if (slots.kind(name) != JsonKind.STRING) {
      return;
    }
    Slice text = slots.text(name);
    byte[] bytes = text.array();
    int from = text.offset();
    int end = from + text.length();
    slots.begin();
    if (from < end && bytes[from] != '/') {
      boolean core = segmentIs(bytes, from, end, CORE);
      slots.append(core ? "/api" : "/apis/");
      slots.append(bytes, core ? segmentEnd(bytes, from, end) : from, end);
    } else {
      slots.append(bytes, from, end);
    }
    slots.end().giveTo(into);
  }

  /** The status of the answer: that of its code, and 200 when the log says nothing of a failure. */
  static void status(Slots slots, int method, int code, Value into) {
    if (slots.countable(code)) {
      long number = slots.count(code);
      if (number >= 0 && number < HTTP_STATUS.length) {
        into.set(HTTP_STATUS[(int) number]);
      } else {
        slots.text(code, into);
      }
    } else if (is(slots, method)) {
      into.set(HTTP_STATUS[0]);
    }
  }

  private static int segmentEnd(byte[] bytes, int from, int end) {
    int at = from;
    while (at < end && bytes[at] != '/') {
      at++;
    }
    return at;
  }

  private static int behind(byte[] bytes, int from, int end) {
    return Math.min(end, segmentEnd(bytes, from, end) + 1);
  }

  private static boolean segmentIs(byte[] bytes, int from, int end, byte[] text) {
    return java.util.Arrays.equals(bytes, from, segmentEnd(bytes, from, end), text, 0, text.length);
  }

  /** The parts of an object's name. */
  enum Part {
    NAMESPACE,
    RESOURCE,
    NAME,
    SUBRESOURCE
  }
}
