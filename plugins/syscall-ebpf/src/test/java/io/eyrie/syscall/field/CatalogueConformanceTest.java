// SPDX-License-Identifier: Apache-2.0
package io.eyrie.syscall.field;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.eyrie.api.field.Argument;
import io.eyrie.api.field.Field;
import io.eyrie.api.field.FieldType;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeSet;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * The declared fields are those of the reference's table, with its types, arguments and lists; what
 * is not declared, or declared otherwise, stands in {@code missing-fields.tsv} with the reason.
 */
@Tag("conformance")
class CatalogueConformanceTest {

  @Test
  void theFieldsAreThoseOfTheReference() throws IOException {
    String shared = System.getProperty("eyrie.shared", "");
    assumeTrue(!shared.isEmpty(), "-Dshared=FOLDER names no reference data");
    Map<String, Field> declared = new LinkedHashMap<>();
    FieldCatalogue.fields().forEach(field -> declared.put(field.name(), field));
    Map<String, String> missing = missing();
    List<String> problems = new ArrayList<>();
    TreeSet<String> stale = new TreeSet<>(missing.keySet());
    Path table = Path.of(shared, "reference", "fields-syscall.tsv");
    for (String line : Files.readAllLines(table).stream().skip(1).toList()) {
      String[] columns = line.split("\t", -1);
      String family = columns[1];
      if (family.startsWith("static")) {
        continue;
      }
      Field field = declared.remove(columns[0]);
      if (field == null) {
        stale.remove(columns[0]);
        if (!missing.containsKey(columns[0])) {
          problems.add("not declared: " + columns[0]);
        }
        continue;
      }
      if (missing.containsKey(columns[0])) {
        stale.remove(columns[0]);
      } else {
        compare(field, columns, problems);
      }
    }
    declared.keySet().forEach(name -> problems.add("not in the table: " + name));
    stale.forEach(name -> problems.add("listed but not in the table: " + name));
    assertThat(problems).isEmpty();
  }

  private static void compare(Field field, String[] columns, List<String> problems) {
    if (!types(columns[2]).contains(field.type())) {
      problems.add(field.name() + ": type " + field.type() + " for " + columns[2]);
    }
    boolean list = columns[4].equals("yes");
    if (field.list() != list) {
      problems.add(field.name() + ": list " + field.list());
    }
    Argument argument = field.argument();
    String told = columns[3];
    boolean none = told.equals("-");
    if (none != (argument == Argument.NONE) || told.startsWith("required") != argument.required()) {
      problems.add(field.name() + ": argument " + argument + " for " + told);
    }
    if (columns[5].contains("deprecated") != field.deprecation().isPresent()) {
      problems.add(field.name() + ": deprecated " + field.deprecation().isPresent());
    }
  }

  private static List<FieldType> types(String told) {
    return switch (told) {
      case "charbuf" -> List.of(FieldType.STRING);
      case "bytebuf" -> List.of(FieldType.BYTES, FieldType.STRING);
      case "bool" -> List.of(FieldType.BOOL);
      case "int16", "int32", "int64" -> List.of(FieldType.INT64);
      case "uint32", "uint64" -> List.of(FieldType.UINT64);
      case "double" -> List.of(FieldType.DOUBLE);
      case "reltime" -> List.of(FieldType.RELTIME);
      case "abstime" -> List.of(FieldType.ABSTIME);
      case "port" -> List.of(FieldType.PORT);
      case "ipaddr" -> List.of(FieldType.IP);
      case "ipnet" -> List.of(FieldType.IPNET);
      default -> List.of(FieldType.values());
    };
  }

  private static Map<String, String> missing() throws IOException {
    Map<String, String> reasons = new LinkedHashMap<>();
    try (InputStream in =
        Objects.requireNonNull(
            CatalogueConformanceTest.class.getResourceAsStream("missing-fields.tsv"))) {
      for (String line : new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().toList()) {
        if (!line.startsWith("#")) {
          String[] columns = line.split("\t", 2);
          reasons.put(columns[0], columns[1]);
        }
      }
    }
    return reasons;
  }
}
