// SPDX-License-Identifier: Apache-2.0

/**
 * The command line: {@code eyrie run}, {@code validate}, {@code replay} and the rest.
 *
 * <p>{@link io.eyrie.server.cli.Main} is what the launcher starts; {@link io.eyrie.server.cli.Cli}
 * is the same without the process around it, for tests:
 *
 * <pre>{@code
 * int exit = new Cli(terminal).run("validate", "rules.yaml");
 * }</pre>
 *
 * <p>Results go to standard output, everything else to standard error. Exit codes: 0 for success, 1
 * for what the user can put right, 2 for a fault of Eyrie. Nothing else in the host knows picocli
 * or prints.
 */
@NullMarked
package io.eyrie.server.cli;

import org.jspecify.annotations.NullMarked;
