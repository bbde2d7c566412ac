// SPDX-License-Identifier: Apache-2.0
package io.eyrie.syscall.capture;

import io.eyrie.syscall.state.DescriptorFacts;
import io.eyrie.syscall.state.FactSink;
import io.eyrie.syscall.state.GroupFacts;
import io.eyrie.syscall.state.InterfaceFacts;
import io.eyrie.syscall.state.ThreadFacts;
import io.eyrie.syscall.state.UserFacts;
import java.lang.reflect.RecordComponent;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.StringJoiner;

/** Writes facts down as text, so that they can be compared, and makes some. */
public final class Facts implements FactSink {

  final List<String> told = new ArrayList<>();

  public static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  /** A process of one thread, every column of which has a value of its own. */
  public static ThreadFacts process(long tid, long parent, String name) {
    return new ThreadFacts(
        new ThreadFacts.Ids(tid, tid, parent, 7, tid, tid, 8, 9),
        new ThreadFacts.Program(
            bytes(name),
            bytes("/bin/" + name),
            bytes("/usr/bin/" + name),
            bytes("-c\0date\0"),
            bytes("HOME=/root\0"),
            bytes("/root/"),
            bytes("cpu=/a\0memory=/b\0"),
            bytes("/")),
        new ThreadFacts.ExecutableFile(true, true, false, true, 11, 12, 13),
        new ThreadFacts.Owner(1000, 1001, 1002, 34816, 21, 22, 23),
        new ThreadFacts.Memory(31, 32, 33, 34, 35),
        1024,
        0,
        41,
        0);
  }

  /** The same in a container of Docker. */
  public static ThreadFacts contained(long tid, long parent, String name, String containerId) {
    ThreadFacts plain = process(tid, parent, name);
    ThreadFacts.Program program = plain.program();
    return new ThreadFacts(
        plain.ids(),
        new ThreadFacts.Program(
            program.comm(),
            program.exe(),
            program.exepath(),
            program.args(),
            program.env(),
            program.cwd(),
            bytes("cpu=/docker/" + containerId + "\0"),
            program.root()),
        plain.file(),
        plain.owner(),
        plain.memory(),
        plain.fdLimit(),
        plain.flags(),
        plain.pidnsInitStartNanos(),
        plain.startNanos());
  }

  @Override
  public void thread(ThreadFacts thread) {
    told.add(text(thread));
  }

  @Override
  public void descriptor(long tid, DescriptorFacts descriptor) {
    told.add(tid + " " + text(descriptor));
  }

  @Override
  public void networkInterface(InterfaceFacts networkInterface) {
    told.add(text(networkInterface));
  }

  @Override
  public void user(UserFacts user) {
    told.add(text(user));
  }

  @Override
  public void group(GroupFacts group) {
    told.add(text(group));
  }

  private static String text(Object value) {
    return switch (value) {
      case byte[] bytes -> new String(bytes, StandardCharsets.ISO_8859_1).replace('\0', '|');
      case Record fields -> {
        StringJoiner joined = new StringJoiner(", ", value.getClass().getSimpleName() + "(", ")");
        for (RecordComponent component : value.getClass().getRecordComponents()) {
          joined.add(component.getName() + "=" + text(read(component, fields)));
        }
        yield joined.toString();
      }
      default -> value.toString();
    };
  }

  private static Object read(RecordComponent component, Record of) {
    try {
      return component.getAccessor().invoke(of);
    } catch (ReflectiveOperationException e) {
      throw new LinkageError(e.getMessage(), e);
    }
  }
}
