// SPDX-License-Identifier: Apache-2.0

/**
 * The source {@code github}: what happens in repositories and organisations, sent by GitHub's web
 * hooks, asked for at its audit log, or read from files.
 *
 * <p>{@link io.eyrie.github.GitHubFields} is the table of fields. A request of a web hook becomes
 * one record: what GitHub sent, with the name of the event, which GitHub tells in a header, as its
 * member {@code webhook_type}. Records of the audit log have fewer members and other names; fields
 * that mean the same look at both.
 */
@NullMarked
package io.eyrie.github;

import org.jspecify.annotations.NullMarked;
