// SPDX-License-Identifier: Apache-2.0
package io.eyrie.server.store;

import io.eyrie.server.alert.AlertRecord;

/**
 * An alert and its number in the log.
 *
 * @param number counts from 1, without holes
 */
record StoredAlert(long number, AlertRecord alert) {}
