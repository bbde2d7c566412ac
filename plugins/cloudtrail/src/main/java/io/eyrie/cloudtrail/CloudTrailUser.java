// SPDX-License-Identifier: Apache-2.0
package io.eyrie.cloudtrail;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.eyrie.api.field.Value;
import io.eyrie.jsonlog.projection.JsonKind;
import io.eyrie.jsonlog.projection.Slice;
import io.eyrie.jsonlog.projection.Slots;

/** Who made a call: CloudTrail says it in another way for each type of identity. */
final class CloudTrailUser {

  /** The paths of {@link #user}, in its order. */
  static final String[] USER_PATHS = {
    "/userIdentity/type",
    "/userIdentity/userName",
    "/userIdentity/invokedBy",
    "/userIdentity/sessionContext/sessionIssuer/userName"
  };

  /** The paths of {@link #originalUser}, in its order. */
  static final String[] ORIGINAL_USER_PATHS = {
    "/userIdentity/type", "/userIdentity/userName", "/userIdentity/arn", "/userIdentity/principalId"
  };

  private static final byte[] ROOT = "Root".getBytes(US_ASCII);
  private static final byte[] IAM_USER = "IAMUser".getBytes(US_ASCII);
  private static final byte[] AWS_SERVICE = "AWSService".getBytes(US_ASCII);
  private static final byte[] ASSUMED_ROLE = "AssumedRole".getBytes(US_ASCII);
  private static final byte[] AWS_ACCOUNT = "AWSAccount".getBytes(US_ASCII);
  private static final byte[] FEDERATED_USER = "FederatedUser".getBytes(US_ASCII);

  private CloudTrailUser() {}

  /** The name of the user, service or role; for some identities only their type. */
  static void user(Slots slots, int[] at, Value into) {
    int type = at[0];
    if (slots.is(type, IAM_USER) || slots.is(type, ROOT)) {
      slots.text(at[1], into);
    } else if (slots.is(type, AWS_SERVICE)) {
      slots.text(at[2], into);
    } else if (slots.is(type, ASSUMED_ROLE)) {
      if (slots.present(at[3])) {
        slots.text(at[3], into);
      } else {
        slots.text(type, into);
      }
    } else if (slots.is(type, AWS_ACCOUNT) || slots.is(type, FEDERATED_USER)) {
      slots.text(type, into);
    }
  }

  /**
   * Who took on a role, by the name of the session: the third of three parts of the identity's ARN,
   * else the second of two parts of its principal id. Of other identities the user name.
   */
  static void originalUser(Slots slots, int[] at, Value into) {
    if (!slots.is(at[0], ASSUMED_ROLE)) {
      slots.text(at[1], into);
      return;
    }
    if (!lastPart(slots, at[2], '/', 3, into)) {
      lastPart(slots, at[3], ':', 2, into);
    }
  }

  private static boolean lastPart(Slots slots, int slot, char separator, int parts, Value into) {
    if (slots.kind(slot) != JsonKind.STRING) {
      return false;
    }
    Slice text = slots.text(slot);
    byte[] bytes = text.array();
    int end = text.offset() + text.length();
    int found = 1;
    int last = text.offset();
    for (int i = text.offset(); i < end; i++) {
      if (bytes[i] == separator) {
        found++;
        last = i + 1;
      }
    }
    if (found != parts) {
      return false;
    }
    into.set(bytes, last, end - last);
    return true;
  }
}
