// SPDX-License-Identifier: Apache-2.0
/**
 * What plugins that speak TLS have in common: certificates and keys from PEM files, the identity of
 * a client, and what a failed handshake means for the operator.
 *
 * <p>A private library: each plugin jar carries its own copy.
 *
 * <pre>{@code
 * ClientTls.declare(keys);                       // tls_ca, tls_certificate, tls_key
 * SSLContext context = ClientTls.of(config);
 * }</pre>
 */
@NullMarked
package io.eyrie.tls;

import org.jspecify.annotations.NullMarked;
