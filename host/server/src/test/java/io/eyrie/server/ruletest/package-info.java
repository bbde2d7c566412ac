// SPDX-License-Identifier: Apache-2.0
/** Tests of rule tests. */
@NullMarked
package io.eyrie.server.ruletest;

import org.jspecify.annotations.NullMarked;
