// SPDX-License-Identifier: Apache-2.0
package io.eyrie.server.ruletest;

import io.eyrie.api.config.Config;
import io.eyrie.api.error.PluginException;
import io.eyrie.api.field.Argument;
import io.eyrie.api.field.Extraction;
import io.eyrie.api.field.Field;
import io.eyrie.api.field.FieldType;
import io.eyrie.api.source.Demand;
import io.eyrie.api.source.EventSink;
import io.eyrie.api.source.Progress;
import io.eyrie.api.source.ReplayProvider;
import io.eyrie.api.source.Source;
import io.eyrie.api.source.SourceContext;
import io.eyrie.api.source.SourceDeclaration;
import io.eyrie.server.modules.LoadedPlugin;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * A log source of records such as {@code {"type":"put","name":"a","n":1}} and {@code
 * {"skipped":3}}, and a kernel-like one.
 */
public final class NumberedSource implements ReplayProvider {

  private static final SourceDeclaration LOG =
      SourceDeclaration.builder("log")
          .eventTypes(List.of("put", "get"))
          .fields(
              List.of(
                  Field.of("log.name", FieldType.STRING, "A name."),
                  Field.of("log.n", FieldType.INT64, "A number.")))
          .build();

  private static final SourceDeclaration LIVE =
      SourceDeclaration.builder("live")
          .eventTypes(List.of("open", "exec"))
          .fields(
              List.of(
                  Field.of("p.name", FieldType.STRING, "A name."),
                  Field.of("p.env", FieldType.STRING, "A value by name.")
                      .withArgument(Argument.REQUIRED_KEY),
                  Field.of("p.arg", FieldType.STRING, "A value by a name that is known.")
                      .withArgument(Argument.REQUIRED_KEY)
                      .withKeys(List.of("flags", "mode")),
                  Field.of("p.args", FieldType.STRING, "Texts.").asList(),
                  Field.of("p.big", FieldType.UINT64, "A number."),
                  Field.of("p.ratio", FieldType.DOUBLE, "A share."),
                  Field.of("p.flag", FieldType.BOOL, "A truth value."),
                  Field.of("f.path", FieldType.STRING, "A path.").onlyFor("open"),
                  Field.of("f.port", FieldType.PORT, "A port.").onlyFor("open"),
                  Field.of("f.ip", FieldType.IP, "An address.").onlyFor("open")))
          .build();

  private NumberedSource() {}

  /** A plugin that brings both. */
  public static List<LoadedPlugin> plugins() {
    return List.of(
        new LoadedPlugin(
            "numbered",
            "1.0.0",
            NumberedSource.class.getClassLoader(),
            List.of(new NumberedSource(), new Live()),
            List.of()));
  }

  @Override
  public SourceDeclaration declaration() {
    return LOG;
  }

  @Override
  public Source open(Config config, SourceContext context) throws PluginException {
    return replay(List.of(), context);
  }

  @Override
  public Source replay(List<String> inputs, SourceContext context) throws PluginException {
    return new Reader(inputs);
  }

  private static final class Live implements io.eyrie.api.source.SourceProvider {
    @Override
    public SourceDeclaration declaration() {
      return LIVE;
    }

    @Override
    public Source open(Config config, SourceContext context) {
      throw new IllegalStateException("a kernel is not wanted here");
    }
  }

  private static final class Reader implements Source {
    private final List<String> inputs;
    private JsonNode record = JsonMapper.shared().createObjectNode();

    Reader(List<String> inputs) {
      this.inputs = inputs;
    }

    @Override
    public Extraction bind(Demand demand) {
      return (index, into) -> {
        String name = demand.fields().get(index).field().name().substring(4);
        JsonNode value = record.get(name);
        if (value != null && value.isString()) {
          into.set(value.stringValue());
        } else if (value != null && value.isNumber()) {
          into.set(value.longValue());
        }
      };
    }

    @Override
    public Progress poll(EventSink sink) throws PluginException {
      for (String input : inputs) {
        try {
          int line = 0;
          for (String text : Files.readAllLines(Path.of(input))) {
            line++;
            read(text, input + ":" + line, sink);
          }
        } catch (IOException e) {
          throw new IllegalStateException(e);
        }
      }
      return Progress.END;
    }

    private void read(String text, String place, EventSink sink) {
      try {
        record = JsonMapper.shared().readTree(text);
        if (record.has("skipped")) {
          sink.skipped(record.path("skipped").longValue());
          return;
        }
        String type = record.path("type").stringValue("put");
        sink.accept(LOG.eventTypes().indexOf(type), 1_000_000_000L, 0);
      } catch (JacksonException _) {
        sink.malformed("not_json", place, "it is no JSON");
      }
    }

    @Override
    public void close() {}
  }
}
