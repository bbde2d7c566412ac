// SPDX-License-Identifier: Apache-2.0
package io.eyrie.server.config;

/** The stable names of what can be wrong with the configuration. */
public enum ConfigCode {
  /** A file or folder that the configuration names is not there. */
  CONFIG_FILE_MISSING,
  /** A file or folder is there but can't be read, or is too large. */
  CONFIG_FILE_UNREADABLE,
  /** The file is no YAML. */
  CONFIG_YAML,
  /** A value has the wrong shape: a list where a text is wanted, and the like. */
  CONFIG_SHAPE,
  /** No such key. */
  CONFIG_UNKNOWN_KEY,
  /** A key stands twice in one map. */
  CONFIG_DUPLICATE_KEY,
  /** A key that has to be there is not. */
  CONFIG_MISSING_KEY,
  /** A value is not of the wanted form or out of its range. */
  CONFIG_VALUE,
  /** An environment variable is not set, or its use is not well written. */
  CONFIG_ENVIRONMENT,
  /** Two instances share a name. */
  CONFIG_DUPLICATE_NAME,
  /** An {@code -o} that is no {@code key=value}, or whose path fits nothing. */
  CONFIG_OPTION,
  /** No plugin of that id, or it brings no such source or output. */
  CONFIG_UNKNOWN_PLUGIN
}
