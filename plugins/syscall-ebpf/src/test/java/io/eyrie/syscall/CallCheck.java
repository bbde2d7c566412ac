// SPDX-License-Identifier: Apache-2.0
package io.eyrie.syscall;

import static org.assertj.core.api.Assertions.assertThat;

import io.eyrie.syscall.EventTap.Told;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;

/** Makes calls and compares what their events tell, parameter by parameter. */
final class CallCheck {

  static final long EFAULT = -14;
  static final long ENOENT = -2;
  static final long EBADF = -9;

  private CallCheck() {}

  /** Makes a call and compares what its event tells; 32-bit numbers come with their sign. */
  static Told check(
      TriggerProcess trigger,
      EventTap tap,
      String name,
      long result,
      Object[] call,
      Object... wanted) {
    long got = trigger.call((int) call[0], Arrays.copyOfRange(call, 1, call.length));
    assertThat(got).as(name).isEqualTo(result);
    return compare(told(trigger, tap, name, result), name, result, wanted);
  }

  /** The same of a call whose result depends on how the kernel was built. */
  static void anyhow(
      TriggerProcess trigger, EventTap tap, String name, Object[] call, Object... wanted) {
    long got = trigger.call((int) call[0], Arrays.copyOfRange(call, 1, call.length));
    compare(told(trigger, tap, name, got), name, got, wanted);
  }

  /** The same of a call that makes something whose number it gives. */
  static Told made(
      TriggerProcess trigger, EventTap tap, String name, Object[] call, Object... wanted) {
    long got = trigger.call((int) call[0], Arrays.copyOfRange(call, 1, call.length));
    assertThat(got).as(name).isNotNegative();
    return compare(told(trigger, tap, name, got), name, got, wanted);
  }

  /**
   * The trigger's virtual machine makes calls of its own: those with another result are not meant.
   */
  private static Told told(TriggerProcess trigger, EventTap tap, String name, long result) {
    Told told =
        tap.await(
            name,
            e ->
                e.tgid() == trigger.pid()
                    && e.name().equals(name)
                    && (e.code() == 1 || e.parameters().containsValue(result)));
    tap.told.clear();
    return told;
  }

  private static Told compare(Told told, String name, long result, Object... wanted) {
    if (told.code() != 1) {
      assertThat(told.parameters().values().iterator().next()).as(name).isEqualTo(result);
    }
    for (int i = 0; i < wanted.length; i += 2) {
      assertThat(told.get((String) wanted[i])).as(name + " " + wanted[i]).isEqualTo(wanted[i + 1]);
    }
    return told;
  }

  /** A call: its number, then its arguments. */
  static Object[] call(Object... words) {
    return words;
  }

  /** Words of 64 bits, as they lie in memory. */
  static byte[] words(long... words) {
    ByteBuffer bytes = ByteBuffer.allocate(8 * words.length).order(ByteOrder.nativeOrder());
    for (long word : words) {
      bytes.putLong(word);
    }
    return bytes.array();
  }
}
