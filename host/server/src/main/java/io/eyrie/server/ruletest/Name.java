// SPDX-License-Identifier: Apache-2.0
package io.eyrie.server.ruletest;

import io.eyrie.engine.diag.Span;

/** A word of a file of rule tests and its place. */
record Name(String text, Span span) {}
