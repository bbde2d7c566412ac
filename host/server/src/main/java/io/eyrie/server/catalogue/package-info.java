// SPDX-License-Identifier: Apache-2.0
/**
 * What sources declare, as JSON: for {@code eyrie fields --json}, and as files that let rules be
 * checked where the plugins themselves are not there.
 *
 * <p>The build writes the files of the packaged tree from the very declarations of its plugins:
 *
 * <pre>{@code
 * eyrie fields --export catalogue     # catalogue/syscall.json, catalogue/aws_cloudtrail.json, ...
 * }</pre>
 */
@NullMarked
package io.eyrie.server.catalogue;

import org.jspecify.annotations.NullMarked;
