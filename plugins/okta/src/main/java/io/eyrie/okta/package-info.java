// SPDX-License-Identifier: Apache-2.0

/**
 * The source {@code okta}: the System Log of an Okta organisation, asked for page by page or read
 * from files.
 *
 * <p>{@link io.eyrie.okta.OktaFields} is the table of fields, {@link io.eyrie.okta.MfaMemory} what
 * its counting fields remember.
 */
@NullMarked
package io.eyrie.okta;

import org.jspecify.annotations.NullMarked;
