// SPDX-License-Identifier: Apache-2.0
package io.eyrie.jsonlog.projection;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.MissingNode;
import tools.jackson.databind.node.ObjectNode;

/** Projected values are those that a plain tree has at the same paths, whatever the record. */
class ProjectorPropertyTest {

  private static final int SEEDS = 300;
  private static final ObjectMapper MAPPER = new ObjectMapper();

  @Test
  void projectionAgreesWithATree() {
    for (int seed = 0; seed < SEEDS; seed++) {
      Random random = new Random(seed);
      List<JsonPath> paths = paths(random);
      Projector projector = new Projector(paths);
      GeneratedJson generator = new GeneratedJson(random);
      for (int record = 0; record < 40; record++) {
        String json = generator.object();
        byte[] before = "{\"a\":".getBytes(UTF_8);
        byte[] bytes = (new String(before, UTF_8) + json + "}").getBytes(UTF_8);
        int length = bytes.length - before.length - 1;
        assertThat(projector.project(bytes, before.length, length)).isNull();
        JsonNode tree = MAPPER.readTree(json);
        for (int i = 0; i < paths.size(); i++) {
          String projected = projected(projector, i);
          String expected = expected(tree, paths.get(i));
          if (!projected.equals(expected)) {
            fail(
                "seed %d, path %s of %s: %s instead of %s",
                seed, paths.get(i), json, projected, expected);
          }
        }
      }
    }
  }

  /** Some paths more than once, some the beginning of others. */
  private static List<JsonPath> paths(Random random) {
    List<JsonPath> paths = new ArrayList<>();
    int count = 1 + random.nextInt(12);
    for (int i = 0; i < count; i++) {
      List<String> keys = new ArrayList<>();
      int length = random.nextInt(5);
      for (int k = 0; k < length; k++) {
        keys.add(GeneratedJson.KEYS.get(random.nextInt(GeneratedJson.KEYS.size())));
      }
      paths.add(new JsonPath(keys));
    }
    return paths;
  }

  private static String projected(Projector projector, int path) {
    Slots slots = projector.slots();
    int slot = projector.slot(path);
    return switch (slots.kind(slot)) {
      case MISSING -> "missing";
      case NULL -> "null";
      case TRUE, FALSE -> "truth " + text(slots.text(slot));
      case NUMBER -> "number " + MAPPER.readTree(text(slots.text(slot)));
      case STRING -> {
        assertThat(MAPPER.readTree(text(slots.json(slot))).asString())
            .isEqualTo(text(slots.text(slot)));
        yield "string " + text(slots.text(slot));
      }
      case OBJECT, ARRAY -> {
        String compact = text(slots.text(slot));
        yield "tree " + MAPPER.readTree(compact) + (hasBlanks(compact) ? " with blanks" : "");
      }
    };
  }

  private static String expected(JsonNode tree, JsonPath path) {
    JsonNode node = tree;
    for (String key : path.keys()) {
      node =
          switch (node) {
            case ObjectNode object -> object.path(key);
            case ArrayNode array when key.equals("0") || key.equals("1") ->
                array.path(Integer.parseInt(key));
            default -> MissingNode.getInstance();
          };
    }
    return switch (node.getNodeType()) {
      case MISSING -> "missing";
      case NULL -> "null";
      case BOOLEAN -> "truth " + node;
      case NUMBER -> "number " + node;
      case STRING -> "string " + node.asString();
      case OBJECT, ARRAY -> "tree " + node;
      case BINARY, POJO -> throw new AssertionError("not read from JSON: " + node);
    };
  }

  private static boolean hasBlanks(String compact) {
    return compact.replaceAll("\"(\\\\.|[^\"\\\\])*\"", "").chars().anyMatch(c -> c <= ' ');
  }

  private static String text(Slice slice) {
    return new String(slice.array(), slice.offset(), slice.length(), UTF_8);
  }
}
