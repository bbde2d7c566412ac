// SPDX-License-Identifier: Apache-2.0
/**
 * Alerts and the alert log: what an event that matched a rule became, and how serving outputs read
 * it with tokens that survive a restart.
 */
@NullMarked
@Version("0.1.0")
package io.eyrie.api.alert;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.versioning.Version;
