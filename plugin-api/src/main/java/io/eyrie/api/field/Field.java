// SPDX-License-Identifier: Apache-2.0
package io.eyrie.api.field;

import io.eyrie.api.stability.Api;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A field that a source declares and extracts, such as {@code proc.name}.
 *
 * <pre>{@code
 * Field.of("fd.name", FieldType.STRING, "Name of the descriptor.").onlyFor("open", "connect")
 * }</pre>
 *
 * <p>Immutable and safe to share between threads; each {@code with} or {@code as} method returns a
 * changed copy.
 */
@Api(status = Api.Status.STABLE, since = "0.1.0")
public final class Field {

  private static final Pattern NAME =
      Pattern.compile("[a-zA-Z][a-zA-Z0-9_]*(\\.[a-zA-Z][a-zA-Z0-9_]*)+");

  private final String name;
  private final FieldType type;
  private final String description;
  private final boolean list;
  private final Argument argument;
  private final List<String> eventTypes;
  private final boolean suggested;
  private final @Nullable String deprecation;
  private final Map<String, FieldType> keyTypes;

  private Field(
      String name,
      FieldType type,
      String description,
      boolean list,
      Argument argument,
      List<String> eventTypes,
      boolean suggested,
      @Nullable String deprecation,
      Map<String, FieldType> keyTypes) {
    this.name = name;
    this.type = type;
    this.description = description;
    this.list = list;
    this.argument = argument;
    this.eventTypes = eventTypes;
    this.suggested = suggested;
    this.deprecation = deprecation;
    this.keyTypes = keyTypes;
  }

  /**
   * A field of one value, without argument, for all event types of its source.
   *
   * @param name at least two parts joined by dots, each beginning with a letter
   * @param description one sentence for authors of rules
   * @throws IllegalArgumentException if the name has another form
   */
  public static Field of(String name, FieldType type, String description) {
    if (!NAME.matcher(name).matches()) {
      throw new IllegalArgumentException("not a field name: " + name);
    }
    return new Field(
        name,
        Objects.requireNonNull(type, "type"),
        Objects.requireNonNull(description, "description"),
        false,
        Argument.NONE,
        List.of(),
        false,
        null,
        Map.of());
  }

  /** The same field with a list of values of its type. */
  public Field asList() {
    return new Field(
        name, type, description, true, argument, eventTypes, suggested, deprecation, keyTypes);
  }

  /** The same field with that form of argument. */
  public Field withArgument(Argument form) {
    return new Field(
        name,
        type,
        description,
        list,
        Objects.requireNonNull(form, "form"),
        eventTypes,
        suggested,
        deprecation,
        keyTypes);
  }

  /**
   * The same field, whose type depends on the key in the brackets; a key that is not in the table
   * means the field's own type.
   */
  public Field withKeyTypes(Map<String, FieldType> types) {
    return new Field(
        name,
        type,
        description,
        list,
        argument,
        eventTypes,
        suggested,
        deprecation,
        Map.copyOf(types));
  }

  /** The same field, carried by these event types only and absent from all others. */
  public Field onlyFor(String... types) {
    return new Field(
        name, type, description, list, argument, List.of(types), suggested, deprecation, keyTypes);
  }

  /** The same field, proposed for every alert of its source. */
  public Field asSuggested() {
    return new Field(
        name, type, description, list, argument, eventTypes, true, deprecation, keyTypes);
  }

  /**
   * The same field, still extracted, with a warning for rules that use it.
   *
   * @param advice what to use instead, one sentence
   */
  public Field asDeprecated(String advice) {
    return new Field(
        name, type, description, list, argument, eventTypes, suggested, advice, keyTypes);
  }

  /** The name in conditions and outputs. */
  public String name() {
    return name;
  }

  /** The type of the value, or of each value of a list. */
  public FieldType type() {
    return type;
  }

  /** One sentence for authors of rules. */
  public String description() {
    return description;
  }

  /** The types of the values by the key in the brackets, where they differ; else empty. */
  public Map<String, FieldType> keyTypes() {
    return keyTypes;
  }

  /** Whether the field has a list of values. */
  public boolean list() {
    return list;
  }

  /** Which argument the field takes. */
  public Argument argument() {
    return argument;
  }

  /** The names of the event types that carry it; empty when all do. */
  public List<String> eventTypes() {
    return eventTypes;
  }

  /** Whether the field is proposed for every alert of its source. */
  public boolean suggested() {
    return suggested;
  }

  /** What to use instead of a deprecated field; empty when it is not deprecated. */
  public Optional<String> deprecation() {
    return Optional.ofNullable(deprecation);
  }

  @Override
  public String toString() {
    return name + " " + type + (list ? " list" : "");
  }
}
