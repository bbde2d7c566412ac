// SPDX-License-Identifier: Apache-2.0

/**
 * The admin socket: how an operator asks a running host, and tells it to load its rules again.
 *
 * <p>{@link io.eyrie.server.admin.AdminServer} answers on {@code <home>/eyrie.sock}, which only the
 * host's own user can open: one JSON object per line asks, one per line answers.
 *
 * <pre>{@code
 * {"command":"status"}
 * {"ok":true,"result":{"version":"0.1.0","pid":4711,...}}
 * {"command":"stauts"}
 * {"ok":false,"error":{"code":"admin.unknown_command","message":"unknown command 'stauts'; did you mean 'status'?"}}
 * }</pre>
 *
 * <p>What there is to say comes from the host through {@link io.eyrie.server.admin.Administration};
 * {@link io.eyrie.server.admin.AdminClient} is the other end, for the command line. The records are
 * written to JSON with their components in {@code snake_case}; {@code docs/admin-socket.md}
 * describes them for other clients.
 */
@NullMarked
package io.eyrie.server.admin;

import org.jspecify.annotations.NullMarked;
