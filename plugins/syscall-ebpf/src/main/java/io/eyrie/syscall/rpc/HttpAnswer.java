// SPDX-License-Identifier: Apache-2.0
package io.eyrie.syscall.rpc;

/**
 * What came back for a request of HTTP.
 *
 * @param status 200, 404 ...
 * @param body not to be changed
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
public record HttpAnswer(int status, byte[] body) {}
