// SPDX-License-Identifier: Apache-2.0
/**
 * Fields: what a source declares ({@link io.eyrie.api.field.Field}) and how the host asks for their
 * values ({@link io.eyrie.api.field.Extraction} into a reused {@link io.eyrie.api.field.Value}).
 *
 * <p>Fields are bound once, when rules are loaded: names and arguments are never looked at per
 * event. An event that matches nothing costs no allocation.
 */
@NullMarked
@Version("0.1.0")
package io.eyrie.api.field;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.versioning.Version;
