// SPDX-License-Identifier: Apache-2.0
/**
 * The kernel side: what it needs, how the program is checked, loaded and attached through libbpf,
 * and the memory that it shares with this process.
 *
 * <pre>{@code
 * try (KernelProgram program = KernelProgram.load(8 << 20, 16, pid, logs)) {
 *   program.shared().want(plans);
 *   program.rings().drain(handler, 1024);
 * }
 * }</pre>
 *
 * <p>Every lack (a capability, type information, the library, an old or locked kernel) is one
 * message that names it and how to mend it; the host goes on with its other sources.
 */
@NullMarked
package io.eyrie.syscall.kernel;

import org.jspecify.annotations.NullMarked;
