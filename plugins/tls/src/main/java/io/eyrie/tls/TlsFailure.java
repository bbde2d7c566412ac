// SPDX-License-Identifier: Apache-2.0
package io.eyrie.tls;

import java.security.cert.CertPathBuilderException;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import java.util.Objects;
import java.util.Optional;
import javax.net.ssl.SSLException;

/** Says for the operator why a handshake failed, and what to do. */
public final class TlsFailure {

  private static final int DEEPEST = 16;

  private TlsFailure() {}

  /** The end of a sentence that begins with the receiver's name; empty when it was not TLS. */
  public static Optional<String> explain(Throwable failure) {
    boolean tls = false;
    String said = "";
    Throwable cause = failure;
    for (int depth = 0; cause != null && depth < DEEPEST; depth++, cause = cause.getCause()) {
      String message = Objects.requireNonNullElse(cause.getMessage(), "");
      if (cause instanceof SSLException) {
        tls = true;
        said = said.isEmpty() ? message : said;
      }
      Optional<String> reason = reason(cause, message);
      if (reason.isPresent()) {
        return reason;
      }
    }
    return tls ? Optional.of("fails in the TLS handshake: " + said) : Optional.empty();
  }

  private static Optional<String> reason(Throwable cause, String message) {
    return switch (cause) {
      case CertificateExpiredException _ ->
          Optional.of(
              "shows a certificate that has expired (%s): renew it there".formatted(message));
      case CertificateNotYetValidException _ ->
          Optional.of(
              "shows a certificate that is not yet valid (%s): compare the clocks of both machines"
                  .formatted(message));
      case CertPathBuilderException _ ->
          Optional.of(
              "shows a certificate that no known authority has signed: name the authority's file in"
                  + " tls_ca");
      case CertPathValidatorException e when e.getCause() == null ->
          Optional.of(
              "shows a certificate that can't be believed (%s): name the right authority in tls_ca"
                  .formatted(message));
      case CertificateException _ when message.startsWith("No ") ->
          Optional.of(
              "shows a certificate for another name (%s): use the name in the certificate"
                  .formatted(message));
      case SSLException _ when message.contains("Received fatal alert") -> refused(message);
      case SSLException _ when message.contains("nrecognized SSL message") ->
          Optional.of("does not speak TLS on this port: check the scheme and the port");
      default -> Optional.empty();
    };
  }

  private static Optional<String> refused(String message) {
    String alert = message.substring(message.indexOf(':') + 1).strip();
    return switch (alert) {
      case "certificate_required",
          "bad_certificate",
          "unknown_ca",
          "certificate_unknown",
          "certificate_expired",
          "access_denied" ->
          Optional.of(
              "refuses the client certificate (%s): check tls_certificate and tls_key"
                  .formatted(alert));
      default -> Optional.of("breaks off the TLS handshake (%s)".formatted(alert));
    };
  }
}
