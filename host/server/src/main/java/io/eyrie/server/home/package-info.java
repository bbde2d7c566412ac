// SPDX-License-Identifier: Apache-2.0
/**
 * The folder that a host keeps its state in: one host at a time, told in clear words when it can't
 * be used.
 */
@NullMarked
package io.eyrie.server.home;

import org.jspecify.annotations.NullMarked;
