// SPDX-License-Identifier: Apache-2.0
package io.eyrie.okta;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import io.eyrie.jsonlog.field.RecordMemory;
import io.eyrie.jsonlog.projection.Slice;
import io.eyrie.jsonlog.projection.Slots;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * When users denied or failed a second factor: the last {@value #TIMES} times of each of the last
 * {@value #USERS} users.
 *
 * <p>Not stored: after a restart, counting begins again.
 */
final class MfaMemory implements RecordMemory {

  private static final int USERS = 10_000;
  private static final int TIMES = 1000;
  private static final int FEWEST = 8;
  private static final long SECOND = 1_000_000_000L;

  private static final byte[] DENIED = "user.mfa.okta_verify.deny_push".getBytes(US_ASCII);
  private static final byte[] VERIFIED = "user.authentication.auth_via_mfa".getBytes(US_ASCII);
  private static final byte[] FAILURE = "FAILURE".getBytes(US_ASCII);

  private final Map<String, Times> users =
      new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Times> eldest) {
          return size() > USERS;
        }
      };

  private @Nullable Times current;
  private long now;

  @Override
  public String[] pointers() {
    return new String[] {"/eventType", "/outcome/result", "/actor/id"};
  }

  @Override
  public void observe(Slots slots, int[] at, long timeNanos) {
    boolean denied = slots.is(at[0], DENIED);
    boolean failed = slots.is(at[0], VERIFIED) && slots.is(at[1], FAILURE);
    if (!denied && !failed || !slots.present(at[2])) {
      current = null;
      return;
    }
    Slice id = slots.text(at[2]);
    String user = new String(id.array(), id.offset(), id.length(), UTF_8);
    current = users.computeIfAbsent((denied ? "d" : "f") + user, _ -> new Times());
    current.add(timeNanos);
    now = timeNanos;
  }

  /**
   * How often in the last seconds the current record's user did what the current record tells, this
   * time included; -1 when it tells nothing of the kind.
   */
  long count(long seconds) {
    Times times = current;
    return times == null ? -1 : times.since(now - seconds * SECOND);
  }

  /** The last times of one user, in a ring that grows to its bound. */
  private static final class Times {

    private long[] ring = new long[FEWEST];
    private int size;
    private int next;

    void add(long time) {
      if (size == ring.length && size < TIMES) {
        long[] larger = new long[Math.min(TIMES, size * 2)];
        System.arraycopy(ring, 0, larger, 0, size);
        ring = larger;
        next = size;
      }
      ring[next] = time;
      next = (next + 1) % ring.length;
      size = Math.min(size + 1, ring.length);
    }

    long since(long from) {
      long count = 0;
      for (int i = 0; i < size; i++) {
        if (ring[i] > from) {
          count++;
        }
      }
      return count;
    }
  }
}
