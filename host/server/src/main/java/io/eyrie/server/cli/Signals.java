// SPDX-License-Identifier: Apache-2.0
package io.eyrie.server.cli;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandleProxies;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.util.Locale;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes the signals of the operating system.
 *
 * <p>The JDK has no public interface for them but {@code sun.misc.Signal} of its module {@code
 * jdk.unsupported}, which is reached by name here, so that nothing else depends on it; without it
 * the JVM does with a signal what it always does, which for SIGTERM is to end with 143.
 */
final class Signals {

  private static final Logger LOG = LoggerFactory.getLogger(Signals.class);

  private Signals() {}

  /** From now on runs the action, on a thread of its own, whenever the signal comes. */
  static void on(String signal, Runnable action) {
    try {
      Class<?> signals = Class.forName("sun.misc.Signal");
      Class<?> handlers = Class.forName("sun.misc.SignalHandler");
      MethodHandle start =
          MethodHandles.lookup()
              .findStatic(
                  Signals.class,
                  "start",
                  MethodType.methodType(void.class, String.class, Runnable.class));
      MethodHandle bound = MethodHandles.insertArguments(start, 0, signal, action);
      Object handler =
          MethodHandleProxies.asInterfaceInstance(
              handlers, MethodHandles.dropArguments(bound, 0, signals));
      Object number = signals.getConstructor(String.class).newInstance(signal);
      signals.getMethod("handle", signals, handlers).invoke(null, number, handler);
    } catch (ReflectiveOperationException | IllegalArgumentException e) {
      LOG.debug("SIG{} is left to the JVM", signal, e);
    }
  }

  @SuppressWarnings("UnusedMethod") // called through the handle above
  private static void start(String signal, Runnable action) {
    Thread.ofPlatform()
        .daemon()
        .name("eyrie-signal-" + signal.toLowerCase(Locale.ROOT))
        .start(action);
  }
}
