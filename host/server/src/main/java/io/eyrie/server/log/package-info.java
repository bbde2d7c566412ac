// SPDX-License-Identifier: Apache-2.0

/**
 * Eyrie's own log: a backend of SLF4J that writes short lines for people.
 *
 * <p>Everything that speaks through SLF4J, {@code System.Logger} (plugins) or {@code
 * java.util.logging} (libraries) ends in {@link io.eyrie.server.log.HostLog}:
 *
 * <pre>{@code
 * 2026-11-22T23:59:59Z WARN  syscall-ebpf: 12 events lost between 23:59:57 and 23:59:58
 * }</pre>
 *
 * <p>SLF4J finds the backend by its service file; nothing but the command line sets it up.
 */
@NullMarked
package io.eyrie.server.log;

import org.jspecify.annotations.NullMarked;
