// SPDX-License-Identifier: Apache-2.0

/**
 * The gate of the contract: what plugins were built against must go on being there.
 *
 * <p>{@link io.eyrie.api.signature.SurfaceReader} reads the public types from class files into a
 * {@link io.eyrie.api.signature.Surface}, which has a text form; the text of the last release is
 * committed as {@code plugin-api/api-signatures/VERSION.txt}. {@link
 * io.eyrie.api.signature.Compatibility} compares two surfaces and tells every change that breaks a
 * plugin built, or a source file written, against the older one. Additions pass. The file is
 * written anew, at a release or where a break is meant, by
 *
 * <pre>./mvnw test -pl plugin-api -Dtest=SignatureGateTest -Deyrie.signatures=write</pre>
 */
@NullMarked
package io.eyrie.api.signature;

import org.jspecify.annotations.NullMarked;
