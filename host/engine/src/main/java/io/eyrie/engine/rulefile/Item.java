// SPDX-License-Identifier: Apache-2.0
package io.eyrie.engine.rulefile;

import io.eyrie.api.alert.Priority;
import io.eyrie.engine.diag.Span;
import io.eyrie.engine.diag.Text;
import io.eyrie.engine.diag.Trail;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One entry of a rule file, typed but not yet understood. */
public sealed interface Item {
  /** The items around what is said of this one, and itself. */
  Trail trail();

  /** The place of the whole item. */
  default Span span() {
    return trail().span();
  }

  /** What an {@code override} does with a key. */
  enum Operation {
    /** The new value is added to the earlier one. */
    APPEND,
    /** The new value takes the earlier one's place. */
    REPLACE
  }

  /**
   * {@code required_engine_version}: the rule language that the file was written for.
   *
   * @param version three numbers; {@code N} alone was read as {@code 0.N.0}
   * @param text as written
   */
  record EngineVersion(Version version, Text text, Trail trail) implements Item {}

  /** {@code required_plugin_versions}: each requirement has to be met. */
  record PluginVersions(List<Requirement> requirements, Trail trail) implements Item {}

  /** A plugin, or any of its alternatives, in at least a version. */
  record Requirement(Text name, Text version, List<Requirement> alternatives, Trail trail) {}

  /** {@code list}: a named sequence of words. */
  record ListItem(
      Text name, List<Text> items, boolean append, Map<String, Operation> override, Trail trail)
      implements Item {}

  /** {@code macro}: a named condition. */
  record MacroItem(
      Text name, Text condition, boolean append, Map<String, Operation> override, Trail trail)
      implements Item {}

  /**
   * {@code rule}: a condition with what to say when it holds. A key that is not there is null; an
   * item that neither appends nor overrides nor only switches has all the required ones.
   */
  record RuleItem(
      Text name,
      @Nullable Text condition,
      @Nullable Text desc,
      @Nullable Text output,
      @Nullable Priority priority,
      @Nullable Text source,
      @Nullable Boolean enabled,
      @Nullable List<Text> tags,
      @Nullable List<ExceptionItem> exceptions,
      @Nullable Boolean warnEventTypes,
      @Nullable Boolean skipIfUnknownFilter,
      @Nullable Boolean capture,
      @Nullable Long captureDurationMillis,
      boolean append,
      Map<String, Operation> override,
      Trail trail)
      implements Item {
    /** Whether the item only switches an earlier rule on or off. */
    public boolean switchOnly() {
      return !append
          && override.isEmpty()
          && condition == null
          && desc == null
          && output == null
          && priority == null;
    }
  }

  /**
   * An exception of a rule as written.
   *
   * @param fields one text or a sequence, null when the key is not there
   * @param comps one text or a sequence, null when the key is not there
   * @param values the rows, null when the key is not there
   */
  record ExceptionItem(
      Text name,
      @Nullable Entry fields,
      @Nullable Entry comps,
      @Nullable List<Entry> values,
      Trail trail) {}

  /** A text or a sequence in an exception. */
  sealed interface Entry {
    /** The place of the whole entry. */
    Span span();
  }

  /** One text. */
  record One(Text text) implements Entry {
    @Override
    public Span span() {
      return text.span();
    }
  }

  /** A sequence of entries. */
  record Many(List<Entry> entries, Span span) implements Entry {}
}
