// SPDX-License-Identifier: Apache-2.0
package io.eyrie.api.field;

import io.eyrie.api.stability.Api;

/**
 * Which argument a field takes in brackets, as in {@code proc.aname[2]} or {@code
 * json.value[/a/b]}.
 *
 * <p>An index is a decimal number without leading zeros; a key is any other text up to the closing
 * bracket.
 */
@Api(status = Api.Status.STABLE, since = "0.1.0")
public enum Argument {
  /** The field takes no argument. */
  NONE(false, false, false),
  /** An index may be given. */
  OPTIONAL_INDEX(false, true, false),
  /** A key may be given. */
  OPTIONAL_KEY(false, false, true),
  /** An index or a key may be given. */
  OPTIONAL_INDEX_OR_KEY(false, true, true),
  /** An index must be given. */
  REQUIRED_INDEX(true, true, false),
  /** A key must be given. */
  REQUIRED_KEY(true, false, true),
  /** An index or a key must be given. */
  REQUIRED_INDEX_OR_KEY(true, true, true);

  private final boolean required;
  private final boolean index;
  private final boolean key;

  Argument(boolean required, boolean index, boolean key) {
    this.required = required;
    this.index = index;
    this.key = key;
  }

  /** Whether the field can't be used without an argument. */
  public boolean required() {
    return required;
  }

  /** Whether an index is accepted. */
  public boolean acceptsIndex() {
    return index;
  }

  /** Whether a key is accepted. */
  public boolean acceptsKey() {
    return key;
  }
}
