// SPDX-License-Identifier: Apache-2.0
package io.eyrie.syscall.live;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Field;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The Java layout and that of the C program are one. */
final class RecordLayoutTest {

  private final String header;

  RecordLayoutTest() throws Exception {
    header = Files.readString(Path.of("src/main/bpf/eyrie_events.h"));
  }

  @Test
  void offsetsAreThoseThatTheProgramAsserts() throws Exception {
    Map<String, String> pairs =
        Map.ofEntries(
            Map.entry("record_header, tgid", "TGID"),
            Map.entry("record_header, boot_nanos", "BOOT_NANOS"),
            Map.entry("record_header, result", "RESULT"),
            Map.entry("record_header, uid", "UID"),
            Map.entry("record_header, comm", "COMM"),
            Map.entry("record_header, ppid", "PPID"),
            Map.entry("record_header, closed", "CLOSED"),
            Map.entry("call_record, args", "ARGUMENTS"),
            Map.entry("call_record, lengths", "CALL_LENGTHS"),
            Map.entry("socket_section, local_port", "SOCKET_LOCAL_PORT"),
            Map.entry("socket_section, local", "SOCKET_LOCAL"),
            Map.entry("socket_section, self", "SOCKET_SELF"),
            Map.entry("socket_section, backlog", "SOCKET_BACKLOG"),
            Map.entry("file_section, layer", "FILE_LAYER"),
            Map.entry("file_section, uid", "FILE_UID"),
            Map.entry("process_section, vtid", "PROCESS_VTID"),
            Map.entry("exec_record, process", "EXEC_PROCESS"),
            Map.entry("exec_record, file", "EXEC_FILE"),
            Map.entry("exec_record, lengths", "EXEC_LENGTHS"),
            Map.entry("fork_record, child_tgid", "FORK_CHILD_TGID"),
            Map.entry("exit_record, status", "EXIT_STATUS"));
    for (Map.Entry<String, String> pair : pairs.entrySet()) {
      assertThat(constant(pair.getValue()))
          .as(pair.getKey())
          .isEqualTo(number("LAYOUT\\(" + pair.getKey() + ", (\\d+)\\)"));
    }
    Map<String, String> sizes =
        Map.of(
            "record_header", "HEADER",
            "call_record", "CALL_SECTIONS",
            "exec_record", "EXEC_TEXTS",
            "fork_record", "FORK_END",
            "exit_record", "EXIT_END",
            "socket_section", "SOCKET_SIZE",
            "file_section", "FILE_SIZE",
            "process_section", "PROCESS_SIZE");
    for (Map.Entry<String, String> pair : sizes.entrySet()) {
      assertThat(constant(pair.getValue()))
          .as(pair.getKey())
          .isEqualTo(number("sizeof\\(struct " + pair.getKey() + "\\) == (\\d+)"));
    }
  }

  @Test
  void kindsFlagsAndLossClassesAreTheProgramsOwn() throws Exception {
    for (RecordKind kind : RecordKind.values()) {
      assertThat(RecordKind.ofCode(number("KIND_" + kind.name() + " = (\\d+)"))).isEqualTo(kind);
    }
    assertThat(RecordKind.ofCode(0)).isNull();
    assertThat(RecordKind.ofCode(RecordKind.values().length + 1)).isNull();

    Matcher ops = Pattern.compile("\\n\\tSECTION_([A-Z]+)(?: = 0)?,").matcher(header);
    assertThat(ops.find()).isTrue();
    for (Section.Op op : Section.Op.values()) {
      assertThat(ops.find()).isTrue();
      assertThat(op.name()).isEqualTo(ops.group(1));
    }

    for (LossClass lossClass : LossClass.values()) {
      assertThat(header.indexOf("LOSS_" + lossClass.name() + ","))
          .as(lossClass.name())
          .isPositive();
    }
    assertThat(LossClass.values()).hasSize(8);

    Matcher flags = Pattern.compile("\\t(FLAG_\\w+) = (\\d+)").matcher(header);
    int seen = 0;
    while (flags.find()) {
      assertThat(constant(flags.group(1)))
          .as(flags.group(1))
          .isEqualTo(Integer.parseInt(flags.group(2)));
      seen++;
    }
    assertThat(seen).isEqualTo(9);
  }

  private static int constant(String name) throws ReflectiveOperationException {
    Field field = RecordLayout.class.getDeclaredField(name);
    field.setAccessible(true);
    return field.getInt(null);
  }

  private int number(String pattern) {
    Matcher matcher = Pattern.compile(pattern).matcher(header);
    assertThat(matcher.find()).as(pattern).isTrue();
    return Integer.parseInt(matcher.group(1));
  }
}
