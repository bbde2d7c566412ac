// SPDX-License-Identifier: Apache-2.0
package io.eyrie.syscall.event;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Field;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
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
            Map.entry("record_header, boot_nanos", "BOOT_NANOS"),
            Map.entry("record_header, result", "RESULT"),
            Map.entry("record_header, uid", "UID"),
            Map.entry("record_header, comm", "COMM"),
            Map.entry("path_record, open_flags", "PATH_OPEN_FLAGS"),
            Map.entry("path_record, path_length", "PATH_LENGTH"),
            Map.entry("socket_record, family", "SOCKET_FAMILY"),
            Map.entry("socket_record, local_port", "SOCKET_LOCAL_PORT"),
            Map.entry("socket_record, local", "SOCKET_LOCAL"),
            Map.entry("socket_record, sock", "SOCKET_SELF"),
            Map.entry("socket_record, address_length", "SOCKET_ADDRESS_LENGTH"),
            Map.entry("socket_record, address", "SOCKET_ADDRESS"),
            Map.entry("directory_record, directory_length", "DIRECTORY_LENGTH"),
            Map.entry("exec_record, cgroup_length", "EXEC_CGROUP_LENGTH"),
            Map.entry("exec_record, args_length", "EXEC_ARGS_LENGTH"));
    for (Map.Entry<String, String> pair : pairs.entrySet()) {
      assertThat(constant(pair.getValue()))
          .as(pair.getKey())
          .isEqualTo(number("LAYOUT\\(" + pair.getKey() + ", (\\d+)\\)"));
    }
    assertThat(RecordLayout.HEADER).isEqualTo(number("sizeof\\(struct record_header\\) == (\\d+)"));
    assertThat(constant("PATH")).isEqualTo(number("sizeof\\(struct path_record\\) == (\\d+)"));
    assertThat(constant("EXEC_TEXTS"))
        .isEqualTo(number("sizeof\\(struct exec_record\\) == (\\d+)"));
    assertThat(constant("DIRECTORY"))
        .isEqualTo(number("sizeof\\(struct directory_record\\) == (\\d+)"));
  }

  @Test
  void kindsFlagsAndLossClassesAreTheProgramsOwn() throws Exception {
    Map<String, Integer> kinds = new TreeMap<>();
    Matcher matcher = Pattern.compile("KIND_(\\w+) = (\\d+)").matcher(header);
    while (matcher.find()) {
      kinds.put(matcher.group(1), Integer.valueOf(matcher.group(2)));
    }
    Map<String, Integer> ours = new TreeMap<>();
    for (RecordKind kind : RecordKind.values()) {
      ours.put(kind.name(), kind.code());
    }
    assertThat(ours).isEqualTo(kinds).hasSizeGreaterThan(20);

    for (LossClass lossClass : LossClass.values()) {
      assertThat(header.indexOf("LOSS_" + lossClass.name() + ","))
          .as(lossClass.name())
          .isPositive();
    }
    assertThat(LossClass.values()).hasSize(8);

    Matcher flags = Pattern.compile("(FLAG_\\w+) = (\\d+)").matcher(header);
    int seen = 0;
    while (flags.find()) {
      assertThat(constant(flags.group(1)))
          .as(flags.group(1))
          .isEqualTo(Integer.parseInt(flags.group(2)));
      seen++;
    }
    assertThat(seen).isEqualTo(8);
  }

  @Test
  void namesOfEventsAreTheirConstantsInLowerCase() {
    assertThat(EventType.names())
        .hasSize(EventType.values().length)
        .doesNotHaveDuplicates()
        .contains("execve", "openat2", "accept4", "procexit")
        .allSatisfy(name -> assertThat(name).isEqualTo(name.toLowerCase(Locale.ROOT)));
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
