// SPDX-License-Identifier: Apache-2.0
package io.eyrie.cloudtrail;

import static io.eyrie.jsonlog.field.JsonField.bound;
import static java.nio.charset.StandardCharsets.UTF_8;

import io.eyrie.api.field.Field;
import io.eyrie.api.field.FieldType;
import io.eyrie.api.field.Value;
import io.eyrie.jsonlog.field.JsonField;
import io.eyrie.jsonlog.projection.JsonKind;
import io.eyrie.jsonlog.projection.Slice;
import io.eyrie.jsonlog.projection.Slots;
import java.util.Arrays;
import java.util.stream.Stream;

/**
 * The field {@code ct.info}: who called what from where, in one line, such as <code>
 * ann via 192.0.2.7 !→ CreateUser</code>: the arrow to the right for a call that changes something,
 * an exclamation mark before it for one that failed.
 */
final class CloudTrailInfo {

  private static final byte[] RIGHT = "\u2192".getBytes(UTF_8);
  private static final byte[] LEFT = "\u2190".getBytes(UTF_8);

  private static final int ADDRESS = CloudTrailUser.USER_PATHS.length;
  private static final int ERROR = ADDRESS + 1;
  private static final int READ_ONLY = ADDRESS + 2;
  private static final int NAME = ADDRESS + 3;
  private static final int BYTES_IN = ADDRESS + 4;
  private static final int BYTES_OUT = ADDRESS + 5;
  private static final int BUCKET = ADDRESS + 6;
  private static final int KEY = ADDRESS + 7;
  private static final int HOST = ADDRESS + 8;

  private static final String[] PATHS =
      Stream.concat(
              Arrays.stream(CloudTrailUser.USER_PATHS),
              Stream.of(
                  "/sourceIPAddress",
                  "/errorCode",
                  "/readOnly",
                  "/eventName",
                  "/additionalEventData/bytesTransferredIn",
                  "/additionalEventData/bytesTransferredOut",
                  "/requestParameters/bucketName",
                  "/requestParameters/key",
                  "/requestParameters/Host"))
          .toArray(String[]::new);

  private CloudTrailInfo() {}

  static JsonField field() {
    return JsonField.bound(
        Field.of("ct.info", FieldType.STRING, "The call in one line."),
        (_, _) -> {
          Value user = new Value();
          return bound((slots, at, into) -> line(slots, at, user, into), PATHS);
        });
  }

  private static void line(Slots slots, int[] at, Value user, Value into) {
    user.clear();
    CloudTrailUser.user(slots, at, user);
    if (!user.present() || !slots.present(at[ADDRESS]) || !slots.present(at[NAME])) {
      return;
    }
    byte[] bytes = user.array(0);
    int from = user.offset(0);
    int to = from + user.length(0);
    Slice address = slots.text(at[ADDRESS]);
    boolean itself =
        Arrays.equals(
            bytes,
            from,
            to,
            address.array(),
            address.offset(),
            address.offset() + address.length());
    slots.begin();
    slots.append(bytes, from, to);
    if (!itself) {
      slots.append(" via ");
      slots.append(at[ADDRESS]);
    }
    slots.append(slots.present(at[ERROR]) ? " !" : " ");
    boolean changes = slots.present(at[READ_ONLY]) && slots.kind(at[READ_ONLY]) != JsonKind.TRUE;
    byte[] arrow = changes ? RIGHT : LEFT;
    slots.append(arrow, 0, arrow.length);
    slots.append(" ");
    slots.append(at[NAME]);
    size(slots, at);
    object(slots, at);
    slots.end().giveTo(into);
  }

  private static void size(Slots slots, int[] at) {
    boolean in = slots.countable(at[BYTES_IN]);
    boolean out = slots.countable(at[BYTES_OUT]);
    if (in || out) {
      long sum = (in ? slots.count(at[BYTES_IN]) : 0) + (out ? slots.count(at[BYTES_OUT]) : 0);
      slots.append(" Size=");
      slots.append(Long.toUnsignedString(sum));
    }
  }

  private static void object(Slots slots, int[] at) {
    boolean bucket = slots.present(at[BUCKET]);
    boolean key = slots.present(at[KEY]);
    if (bucket && key) {
      slots.append(" URI=s3://");
      slots.append(at[BUCKET]);
      slots.append("/");
      slots.append(at[KEY]);
    } else if (bucket || key) {
      slots.append(bucket ? " Bucket=" : " Key=");
      slots.append(at[bucket ? BUCKET : KEY]);
    } else if (slots.present(at[HOST])) {
      slots.append(" Host=");
      slots.append(at[HOST]);
    }
  }
}
