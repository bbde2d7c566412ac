// SPDX-License-Identifier: Apache-2.0
package io.eyrie.server.config;

import io.eyrie.api.config.ConfigSchema;
import java.util.List;

/**
 * Every key of {@code eyrie.yaml} with its type, default and description: what is read is checked
 * by it, and {@code docs/configuration.md} is written from it.
 */
public final class HostKeys {

  /** The keys whose values are maps of their own: their name, sentence and keys. */
  public record Group(String name, String description, ConfigSchema keys) {}

  /** The keys of the top level that have one value or a list of texts. */
  public static final ConfigSchema TOP =
      ConfigSchema.builder()
          .optional(
              "home",
              ConfigSchema.Type.TEXT,
              "Folder of everything that Eyrie writes: alerts, positions, the admin socket. Only one"
                  + " host can use it at a time. Default: `/var/lib/eyrie` for root,"
                  + " `$XDG_STATE_HOME/eyrie` or `~/.local/state/eyrie` for others.")
          .optional(
              "plugins_dir",
              ConfigSchema.Type.TEXT,
              "Folder of plugin jars, watched for new ones; those that `sources` and `outputs` name are"
                  + " loaded. Default: `plugins` of the installation.")
          .optional(
              "rules_files",
              ConfigSchema.Type.TEXT_LIST,
              "Rule files, and folders whose `.yaml` and `.yml` files are read in the order of their"
                  + " names. `-r` on the command line replaces the list. Default: `rules` of the"
                  + " installation.")
          .optional(
              "priority",
              ConfigSchema.Type.TEXT,
              "debug",
              "Rules less severe than this are not loaded: `emergency`, `alert`, `critical`, `error`,"
                  + " `warning`, `notice`, `informational` or `debug`.")
          .optional(
              "rule_matching",
              ConfigSchema.Type.TEXT,
              "first",
              "`first`: an event raises the alert of the first rule that matches it. `all`: of every"
                  + " rule that does.")
          .optional(
              "buffer_format_base64",
              ConfigSchema.Type.BOOLEAN,
              "false",
              "Write fields of bytes in Base64 into messages and alerts, instead of as text.")
          .optional(
              "time_format_iso_8601",
              ConfigSchema.Type.BOOLEAN,
              "false",
              "Begin the lines of alerts with date and time in UTC, as in"
                  + " `2026-01-31T12:00:00.000000000+0000`, instead of the local time of day; their"
                  + " fields then have `evt.time.iso8601` instead of `evt.time`.")
          .optional(
              "watch_config_files",
              ConfigSchema.Type.BOOLEAN,
              "true",
              "Do what `eyrie reload` does when a rule file or this file changes.")
          .optional(
              "rehearse",
              ConfigSchema.Type.BOOLEAN,
              "true",
              "Run sources that can be rehearsed over made-up events after the start, which takes some"
                  + " seconds of one processor, so that the JVM has compiled what judges events before"
                  + " a burst of them comes. Nothing of it is counted, stored or delivered.")
          .optional(
              "log_level",
              ConfigSchema.Type.TEXT,
              "info",
              "The least severe lines of Eyrie's own log on standard error: `error`, `warning`,"
                  + " `info`, `debug` or `trace`.")
          .build();

  /** {@code store}. */
  public static final Group STORE =
      new Group(
          "store",
          "How much of the past is kept; what comes first ends it.",
          ConfigSchema.builder()
              .optional(
                  "max_size",
                  ConfigSchema.Type.SIZE,
                  "1GiB",
                  "How large the stored alerts may grow, at least 1MiB.")
              .optional("max_age", ConfigSchema.Type.DURATION, "30d", "How long an alert is kept.")
              .build());

  /** {@code admission}. */
  public static final Group ADMISSION =
      new Group(
          "admission",
          "How many alerts one rule may raise on one source instance before they are folded into"
              + " summaries that count them exactly.",
          ConfigSchema.builder()
              .optional("rate", ConfigSchema.Type.INTEGER, "1000", "Alerts per second, at least 1.")
              .optional(
                  "burst",
                  ConfigSchema.Type.INTEGER,
                  "10000",
                  "Alerts at once after a quiet time, at least 1.")
              .build());

  /** {@code capture}. */
  public static final Group CAPTURE =
      new Group(
          "capture",
          "What sources that can record (system calls) write of the events that follow a match, into"
              + " files that `eyrie replay` reads.",
          ConfigSchema.builder()
              .optional(
                  "enabled",
                  ConfigSchema.Type.BOOLEAN,
                  "false",
                  "Whether anything is recorded. The source then watches whatever readers of such"
                      + " files need, beside what the rules do.")
              .optional(
                  "path_prefix",
                  ConfigSchema.Type.TEXT,
                  "What the names of the files begin with; `_TIME_NUMBER.scap` of the event follows."
                      + " Default: `captures/eyrie` in `home`.")
              .optional(
                  "mode",
                  ConfigSchema.Type.TEXT,
                  "rules",
                  "`rules`: only rules with `capture: true` ask for it. `all_rules`: every rule"
                      + " does.")
              .optional(
                  "default_duration",
                  ConfigSchema.Type.INTEGER,
                  "5000",
                  "How long after a match, in milliseconds, for rules without `capture_duration`; at"
                      + " least 1. Later matches extend it.")
              .optional(
                  "max_file_size_mb",
                  ConfigSchema.Type.INTEGER,
                  "1024",
                  "How large a file may grow, MiB, before it is ended and that is told; 0 without"
                      + " bound.")
              .optional(
                  "max_files",
                  ConfigSchema.Type.INTEGER,
                  "32",
                  "How many files are kept, at least 1; the oldest are deleted.")
              .build());

  private static final String PLUGIN_KEYS =
      "What the plugin itself understands: `eyrie plugins` lists the keys of each.";

  /** An item of {@code sources}; beside these keys it has {@code config}. */
  public static final Group SOURCE =
      new Group(
          "sources",
          "The source instances: where events come from.",
          ConfigSchema.builder()
              .required("plugin", ConfigSchema.Type.TEXT, "Id of the plugin.")
              .optional(
                  "source",
                  ConfigSchema.Type.TEXT,
                  "Event source, where the plugin brings several. Default: its only one.")
              .optional(
                  "name",
                  ConfigSchema.Type.TEXT,
                  "Name of the instance, unique among all sources and outputs; positions are kept"
                      + " under it. Default: the plugin's id.")
              .build());

  /** An item of {@code outputs}; beside these keys it has {@code config}. */
  public static final Group OUTPUT =
      new Group(
          "outputs",
          "The output instances: where alerts go.",
          ConfigSchema.builder()
              .required("plugin", ConfigSchema.Type.TEXT, "Id of the plugin.")
              .optional(
                  "output",
                  ConfigSchema.Type.TEXT,
                  "Output, where the plugin brings several. Default: its only one.")
              .optional(
                  "name",
                  ConfigSchema.Type.TEXT,
                  "Name of the instance, unique among all sources and outputs; its place in the"
                      + " alert log is kept under it. Default: the plugin's id.")
              .optional(
                  "minimumpriority",
                  ConfigSchema.Type.TEXT,
                  "debug",
                  "Alerts less severe than this are not sent.")
              .optional(
                  "condition",
                  ConfigSchema.Type.TEXT,
                  "Only alerts are sent for which this holds, written like the condition of a rule"
                      + " over the fields of alerts: docs/delivery.md lists them.")
              .optional(
                  "message",
                  ConfigSchema.Type.TEXT,
                  "What takes the place of the alert's text, written like the output of a rule over"
                      + " the same fields, as in `%alert.rule on %alert.hostname`.")
              .optional(
                  "customtags", ConfigSchema.Type.TEXT_LIST, "Tags that every alert gets besides.")
              .optional(
                  "bracketreplacer",
                  ConfigSchema.Type.TEXT,
                  "What stands for `[` in the names of fields, `]` being left out, for receivers"
                      + " that take no brackets.")
              .optional(
                  "suppress.window",
                  ConfigSchema.Type.DURATION,
                  "After an alert, further ones of the same rule and key are held back for so long;"
                      + " a summary then counts them. Nothing is held back without it.")
              .optional(
                  "suppress.by",
                  ConfigSchema.Type.TEXT_LIST,
                  "What the key consists of beside the rule: `priority`, `source`, `hostname`, or"
                      + " names of output fields.")
              .optional(
                  "group_by",
                  ConfigSchema.Type.TEXT_LIST,
                  "A batch holds only alerts that agree in these: `rule`, `priority`, `source`,"
                      + " `hostname`, or names of output fields.")
              .optional(
                  "delivery.batchsize",
                  ConfigSchema.Type.INTEGER,
                  "256",
                  "The most alerts sent at once, 1 to 10000.")
              .optional(
                  "delivery.flushinterval",
                  ConfigSchema.Type.DURATION,
                  "0ms",
                  "How long to wait for a batch to fill.")
              .optional(
                  "delivery.maxconcurrentrequests",
                  ConfigSchema.Type.INTEGER,
                  "1",
                  "How many batches are under way at once, 1 to 64, each over an instance of the"
                      + " output of its own. With more than one, alerts arrive in no order but that of"
                      + " `order_by`.")
              .optional(
                  "delivery.order_by",
                  ConfigSchema.Type.TEXT_LIST,
                  "Alerts that agree in these arrive in order although several batches are under"
                      + " way: the same names as for `group_by`.")
              .optional(
                  "delivery.timeout",
                  ConfigSchema.Type.DURATION,
                  "30s",
                  "A delivery that takes longer is broken off and tried again.")
              .optional(
                  "delivery.rate",
                  ConfigSchema.Type.INTEGER,
                  "0",
                  "The most alerts sent per second; 0 for any.")
              .optional(
                  "delivery.burst",
                  ConfigSchema.Type.INTEGER,
                  "1",
                  "How many of them at once after a quiet time, at least 1.")
              .optional(
                  "delivery.retry_first",
                  ConfigSchema.Type.DURATION,
                  "200ms",
                  "The pause after a failure; it doubles with each further one, and varies. A"
                      + " receiver's `Retry-After` goes before.")
              .optional(
                  "delivery.retry_longest",
                  ConfigSchema.Type.DURATION,
                  "30s",
                  "The pauses grow to this.")
              .optional(
                  "delivery.retry_tries",
                  ConfigSchema.Type.INTEGER,
                  "0",
                  "How often a batch is sent before its alerts are set aside as dead letters; 0"
                      + " without end.")
              .optional(
                  "delivery.breaker_failures",
                  ConfigSchema.Type.INTEGER,
                  "5",
                  "After so many failures in a row the output is left alone for a while, at least"
                      + " 1.")
              .optional(
                  "delivery.breaker_pause",
                  ConfigSchema.Type.DURATION,
                  "30s",
                  "How long; then one batch is tried.")
              .build());

  /** The map of an output's fields that every alert gets. */
  public static final String CUSTOM_FIELDS = "customfields";

  /** One sentence on {@link #CUSTOM_FIELDS}. */
  public static final String CUSTOM_FIELDS_DESCRIPTION =
      "Fields that every alert gets besides: texts by name.";

  /** The map of an output's fields that are made of others. */
  public static final String TEMPLATED_FIELDS = "templatedfields";

  /** One sentence on {@link #TEMPLATED_FIELDS}. */
  public static final String TEMPLATED_FIELDS_DESCRIPTION =
      "The same, but each text is written like `message`.";

  /** What an item of {@code rules} has under {@code enable} or {@code disable}. */
  public static final Group SELECTION =
      new Group(
          "rules",
          "Which rules are switched on and off, whatever their files say. Each item has one key,"
              + " `enable` or `disable`, with one or both of the keys below; the items are applied in"
              + " their order, so that a later one wins. The order in which rules are judged stays"
              + " that of the files. An item that selects no rule is warned of.",
          ConfigSchema.builder()
              .optional(
                  "rule",
                  ConfigSchema.Type.TEXT,
                  "Name of a rule, in which `*` stands for any text, as in `Terminal *`.")
              .optional("tag", ConfigSchema.Type.TEXT, "A tag; all rules that have it.")
              .build());

  /** An item of {@code append_output}; beside these keys it has {@code match} and fields. */
  public static final Group APPEND_OUTPUT =
      new Group(
          "append_output",
          "What is added to the outputs of rules, whatever their files say. Every item whose `match`"
              + " fits a rule adds to it, in the order of the items. A field that a rule's source"
              + " does not have is an error: restrict the item to a source.",
          ConfigSchema.builder()
              .optional(
                  "extra_output",
                  ConfigSchema.Type.TEXT,
                  "Text with `%fields`, written like the output of a rule; follows it after a blank.")
              .optional(
                  "suggested_output",
                  ConfigSchema.Type.BOOLEAN,
                  "false",
                  "Add `name=value` for every static field and every field that the source proposes,"
                      + " unless the output names it.")
              .build());

  /** The key of an item of {@code append_output} that says which rules it is for. */
  public static final String MATCH = "match";

  /** What stands under {@link #MATCH}. */
  public static final ConfigSchema MATCH_KEYS =
      ConfigSchema.builder()
          .optional("rule", ConfigSchema.Type.TEXT, "Only the rule of this name.")
          .optional("source", ConfigSchema.Type.TEXT, "Only rules of this source.")
          .optional("tags", ConfigSchema.Type.TEXT_LIST, "Only rules that have all of these tags.")
          .build();

  /** One sentence on {@link #MATCH}. */
  public static final String MATCH_DESCRIPTION =
      "Which rules: those that fit all of its keys `rule`, `source` and `tags` (rules that have all"
          + " of them). Default: every rule.";

  /** The key of an item of {@code append_output} that lists fields of the alert. */
  public static final String EXTRA_FIELDS = "extra_fields";

  /** One sentence on {@link #EXTRA_FIELDS}. */
  public static final String EXTRA_FIELDS_DESCRIPTION =
      "Fields that the alert has beside those that its message names: each item is the name of a"
          + " field, such as `evt.hostname`, or `name: \"text with %fields\"`.";

  /** The map of the fields {@code static.NAME}. */
  public static final String STATIC_FIELDS = "static_fields";

  /** One sentence on {@link #STATIC_FIELDS}. */
  public static final String STATIC_FIELDS_DESCRIPTION =
      "Texts by name, such as `site: berlin`: conditions and outputs of rules of every source can"
          + " name them as fields, as in `static.site`.";

  /** The word of an item of {@code rules} that switches rules on. */
  public static final String ENABLE = "enable";

  /** The word of an item of {@code rules} that switches rules off. */
  public static final String DISABLE = "disable";

  /** The key of an instance that holds its plugin's keys. */
  public static final String CONFIG = "config";

  /** One sentence on {@link #CONFIG}. */
  public static final String CONFIG_DESCRIPTION = PLUGIN_KEYS;

  /** The groups with one map each. */
  public static final List<Group> GROUPS = List.of(STORE, ADMISSION, CAPTURE);

  /** The groups with a list of maps. */
  public static final List<Group> LISTS = List.of(SOURCE, OUTPUT);

  private HostKeys() {}
}
