// SPDX-License-Identifier: Apache-2.0
package io.eyrie.api.field;

import io.eyrie.api.stability.Api;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
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

  private static final int DECIMAL = 10;

  private final String name;
  private final FieldType type;
  private final String description;
  private final boolean list;
  private final Argument argument;
  private final List<String> eventTypes;
  private final boolean suggested;
  private final @Nullable String deprecation;
  private final boolean late;
  private final int base;
  private final Keys keys;

  private Field(Builder builder) {
    this.name = builder.name;
    this.type = builder.type;
    this.description = builder.description;
    this.list = builder.list;
    this.argument = builder.argument;
    this.eventTypes = builder.eventTypes;
    this.suggested = builder.suggested;
    this.deprecation = builder.deprecation;
    this.late = builder.late;
    this.base = builder.base;
    this.keys = builder.keys;
  }

  /** What is known of the keys in the brackets. */
  private static final class Keys {

    private static final Keys ANY = new Keys(Set.of(), null, Map.of(), Map.of());

    private final Set<String> names;
    private final @Nullable Pattern form;
    private final Map<String, FieldType> types;
    private final Map<String, Integer> bases;

    private Keys(
        Set<String> names,
        @Nullable Pattern form,
        Map<String, FieldType> types,
        Map<String, Integer> bases) {
      this.names = names;
      this.form = form;
      this.types = types;
      this.bases = bases;
    }
  }

  /** A changed copy in the making. */
  private static final class Builder {

    private final String name;
    private final FieldType type;
    private final String description;
    private boolean list;
    private Argument argument = Argument.NONE;
    private List<String> eventTypes = List.of();
    private boolean suggested;
    private @Nullable String deprecation;
    private boolean late;
    private int base = DECIMAL;
    private Keys keys = Keys.ANY;

    private Builder(String name, FieldType type, String description) {
      this.name = name;
      this.type = type;
      this.description = description;
    }

    private Builder(Field field) {
      this(field.name, field.type, field.description);
      this.list = field.list;
      this.argument = field.argument;
      this.eventTypes = field.eventTypes;
      this.suggested = field.suggested;
      this.deprecation = field.deprecation;
      this.late = field.late;
      this.base = field.base;
      this.keys = field.keys;
    }
  }

  private Field with(Consumer<Builder> change) {
    Builder builder = new Builder(this);
    change.accept(builder);
    return new Field(builder);
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
        new Builder(
            name,
            Objects.requireNonNull(type, "type"),
            Objects.requireNonNull(description, "description")));
  }

  /** The same field with a list of values of its type. */
  public Field asList() {
    return with(field -> field.list = true);
  }

  /** The same field with that form of argument. */
  public Field withArgument(Argument form) {
    Objects.requireNonNull(form, "form");
    return with(field -> field.argument = form);
  }

  /**
   * The same field, whose type depends on the key in the brackets; a key that is not in the table
   * means the field's own type.
   */
  public Field withKeyTypes(Map<String, FieldType> types) {
    Map<String, FieldType> copy = Map.copyOf(types);
    return with(field -> field.keys = new Keys(keys.names, keys.form, copy, keys.bases));
  }

  /**
   * The same field, which knows these keys in the brackets and no others: rules that name another
   * are refused. Experimental.
   */
  public Field withKeys(Collection<String> names) {
    Set<String> copy = Collections.unmodifiableSet(new TreeSet<>(names));
    return with(field -> field.keys = new Keys(copy, keys.form, keys.types, keys.bases));
  }

  /**
   * The same field, whose key in the brackets has to have a form: rules that write another are
   * refused. Experimental.
   *
   * @param form a regular expression of {@link Pattern} that matches the whole of a key
   * @throws java.util.regex.PatternSyntaxException if it is none
   */
  public Field withKeyForm(String form) {
    Pattern pattern = Pattern.compile(form);
    return with(field -> field.keys = new Keys(keys.names, pattern, keys.types, keys.bases));
  }

  /**
   * The same field, whose whole numbers outputs print in a base, in capitals and without a prefix.
   * Experimental.
   *
   * @param radix 8, 10 or 16
   * @throws IllegalArgumentException if it is another
   */
  public Field inBase(int radix) {
    int checked = checkedBase(radix);
    return with(field -> field.base = checked);
  }

  /**
   * The same field, for some of whose keys outputs print whole numbers in another base than the
   * field's own. Experimental.
   *
   * @param bases 8, 10 or 16, by key
   * @throws IllegalArgumentException if one is another
   */
  public Field withKeyBases(Map<String, Integer> bases) {
    Map<String, Integer> copy = Map.copyOf(bases);
    copy.values().forEach(Field::checkedBase);
    return with(field -> field.keys = new Keys(keys.names, keys.form, keys.types, copy));
  }

  private static int checkedBase(int radix) {
    if (radix != 8 && radix != DECIMAL && radix != 16) {
      throw new IllegalArgumentException("not a base of numbers here: " + radix);
    }
    return radix;
  }

  /** The same field, carried by these event types only and absent from all others. */
  public Field onlyFor(String... types) {
    List<String> copy = List.of(types);
    return with(field -> field.eventTypes = copy);
  }

  /** The same field, proposed for every alert of its source. */
  public Field asSuggested() {
    return with(field -> field.suggested = true);
  }

  /**
   * The same field, still extracted, with a warning for rules that use it.
   *
   * @param advice what to use instead, one sentence
   */
  public Field asDeprecated(String advice) {
    return with(field -> field.deprecation = advice);
  }

  /**
   * The same field, whose value may come after the event: see {@code EventSink.hold}. Experimental.
   */
  public Field asLate() {
    return with(field -> field.late = true);
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
    return keys.types;
  }

  /** The keys that the field knows, sorted; empty when it takes any. Experimental. */
  public Set<String> keys() {
    return keys.names;
  }

  /** The form that a key has to have; empty when it takes any. Experimental. */
  public Optional<String> keyForm() {
    return Optional.ofNullable(keys.form).map(Pattern::pattern);
  }

  /** Whether a text can be the key in the brackets, as far as the field tells. Experimental. */
  public boolean takesKey(String key) {
    return (keys.names.isEmpty() || keys.names.contains(key))
        && (keys.form == null || keys.form.matcher(key).matches());
  }

  /** In which base outputs print its whole numbers. Experimental. */
  public int base() {
    return base;
  }

  /** The bases of its numbers by the key in the brackets, where they differ. Experimental. */
  public Map<String, Integer> keyBases() {
    return keys.bases;
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

  /** Whether the value may come after the event. Experimental. */
  public boolean late() {
    return late;
  }

  @Override
  public String toString() {
    return name + " " + type + (list ? " list" : "");
  }
}
