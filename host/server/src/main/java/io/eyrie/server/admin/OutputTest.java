// SPDX-License-Identifier: Apache-2.0
package io.eyrie.server.admin;

/**
 * What came of a test alert.
 *
 * @param output the output instance
 * @param problem why it was not delivered; empty when it was
 */
public record OutputTest(String output, String problem) {}
