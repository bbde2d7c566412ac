// SPDX-License-Identifier: Apache-2.0
package io.eyrie.syscall.field;

import io.eyrie.api.field.Field;
import io.eyrie.api.field.Value;
import io.eyrie.syscall.capture.Events;
import io.eyrie.syscall.capture.Facts;
import io.eyrie.syscall.container.Containers;
import io.eyrie.syscall.event.Event;
import io.eyrie.syscall.event.InetText;
import io.eyrie.syscall.event.Text;
import io.eyrie.syscall.name.HostNames;
import io.eyrie.syscall.state.Limits;
import io.eyrie.syscall.state.SystemState;
import java.util.StringJoiner;
import org.jspecify.annotations.Nullable;

/** A system with a few processes to which things happen, and what rules see of it. */
final class Scene {

  static final long SECOND = 1_000_000_000L;

  final SystemState state = SystemState.ofCapture(new Limits(64, 64));
  private final Event event = new Event(256);
  private final CurrentEvent current = new CurrentEvent(event, state);
  private long number;

  /** Processes 1 init, 10 sshd, 20 bash and 30 cat, each the child of the one before. */
  static Scene family() {
    Scene scene = new Scene();
    scene.state.thread(Facts.process(1, 0, "init"));
    scene.state.thread(Facts.process(10, 1, "sshd"));
    scene.state.thread(Facts.process(20, 10, "bash"));
    scene.state.thread(Facts.process(30, 20, "cat"));
    scene.state.seeded();
    return scene;
  }

  /** This is what is known of containers. */
  Scene containers(Containers known) {
    current.containers(known);
    return this;
  }

  /** These are the addresses of hosts that rules name. */
  Scene hostNames(HostNames names) {
    current.hostNames(names);
    return this;
  }

  /** An event happens and is judged; what it removes is gone with the next one. */
  Scene happens(int code, long nanos, long tid, @Nullable Object... parameters) {
    if (number > 0) {
      state.after(event);
    }
    event.copy(Events.event(code, nanos, tid, parameters));
    state.before(event);
    current.begin(++number);
    return this;
  }

  /** What a field prints; null when it is absent; several values in brackets. */
  @Nullable String shows(String name) {
    int bracket = name.indexOf('[');
    String field = bracket < 0 ? name : name.substring(0, bracket);
    String argument = bracket < 0 ? null : name.substring(bracket + 1, name.length() - 1);
    Value value = new Value();
    FieldCatalogue.reader(field, argument).read(current, value);
    if (!value.present()) {
      return null;
    }
    Field declared =
        FieldCatalogue.fields().stream()
            .filter(each -> each.name().equals(field))
            .findFirst()
            .orElseThrow();
    if (!value.list()) {
      return text(declared, value, 0);
    }
    StringJoiner joined = new StringJoiner(",", "(", ")");
    for (int i = 0; i < value.size(); i++) {
      joined.add(text(declared, value, i));
    }
    return joined.toString();
  }

  private static String text(Field field, Value value, int index) {
    return switch (field.type()) {
      case STRING, BYTES -> value.text(index);
      case IP, IPNET -> {
        Text text = new Text();
        if (value.length(index) == 4) {
          InetText.appendV4(text, value.array(index), value.offset(index));
        } else {
          InetText.appendV6(text, value.array(index), value.offset(index));
        }
        yield text.toString();
      }
      case BOOL -> value.number(index) == 0 ? "false" : "true";
      case DOUBLE -> Double.toString(value.decimal(index));
      case INT64, UINT64, ABSTIME, RELTIME, PORT -> Long.toString(value.number(index));
    };
  }
}
