// SPDX-License-Identifier: Apache-2.0
package io.eyrie.syscall;

import io.eyrie.syscall.kernel.CallPlan;
import io.eyrie.syscall.kernel.CallPlan.Entry;
import io.eyrie.syscall.kernel.SharedState;
import io.eyrie.syscall.live.Call;
import io.eyrie.syscall.live.CallTable;
import io.eyrie.syscall.live.LossClass;
import io.eyrie.syscall.table.EventTypes;
import java.util.BitSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Says which calls the kernel program must report, and how: those of the rules, and those that the
 * state needs, changed by the configuration.
 */
final class Interests {

  /** What moves processes without descriptors: it costs next to nothing. */
  private static final Set<String> ALWAYS =
      Set.of("chdir", "fchdir", "chroot", "setsid", "setpgid", "capset");

  /** How new threads are told of in captures. */
  static final BitSet FORKS = new BitSet();

  static {
    for (String call : List.of("clone", "clone3", "fork", "vfork")) {
      FORKS.set(EventTypes.names().indexOf(call));
    }
  }

  private final CallTable calls;
  private final BaseCalls base;

  Interests(CallTable calls, BaseCalls base) {
    this.calls = calls;
    this.base = base;
  }

  /**
   * The plans for the kernel program.
   *
   * @param types the types of events that rules want
   * @param descriptors whether the state has to know descriptors
   * @param recordable whether all that is watched may be written down
   */
  @Nullable CallPlan[] plans(BitSet types, boolean descriptors, boolean recordable) {
    @Nullable CallPlan[] plans = new @Nullable CallPlan[SharedState.PLANS];
    for (int place = 0; place < plans.length; place++) {
      if (calls.exists(place)) {
        plans[place] = plan(calls.at(place), types, descriptors, recordable);
      }
    }
    return plans;
  }

  private @Nullable CallPlan plan(
      Call call, BitSet types, boolean descriptors, boolean recordable) {
    String name = EventTypes.names().get(call.type());
    boolean excluded = base.excluded().contains(name);
    boolean ofRules = types.get(call.type()) && !excluded;
    boolean exec = call.lossClass() == LossClass.EXEC;
    if (ofRules) {
      return exec
          ? new CallPlan(
              true, Entry.NUMBER, CallPlan.FLAG_NO_SUCCESSES, call.lossClass(), call.sections())
          : new CallPlan(
              true, CallPlan.entryOf(call.sections()), 0, call.lossClass(), call.sections());
    }
    if (exec) {
      // A successful one is told in any case, and has to know by which call.
      return new CallPlan(false, Entry.NUMBER, 0, call.lossClass(), List.of());
    }
    if (excluded || !ofState(name, call, descriptors)) {
      return null;
    }
    int flags = call.need() == Call.Need.ALWAYS ? 0 : CallPlan.FLAG_NO_FAILURES;
    if (name.equals("fcntl")) {
      flags |= CallPlan.FLAG_DESCRIPTORS_ONLY;
    } else if (name.equals("recvmsg")) {
      flags |= CallPlan.FLAG_CONTROL_ONLY;
    } else if (name.equals("close") && !recordable) {
      flags |= CallPlan.FLAG_FOLD;
    }
    return new CallPlan(
        true, CallPlan.entryOf(call.sections()), flags, call.lossClass(), call.sections());
  }

  private boolean ofState(String name, Call call, boolean descriptors) {
    if (base.included().contains(name)) {
      return true;
    }
    return !base.custom()
        && call.need() != Call.Need.NONE
        && (descriptors || ALWAYS.contains(name));
  }
}
