// SPDX-License-Identifier: Apache-2.0
package io.eyrie.tls;

import java.net.Socket;
import java.security.Principal;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.stream.Stream;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedKeyManager;
import org.jspecify.annotations.Nullable;

/**
 * Shows the certificate that its files hold at the time of a handshake.
 *
 * <p>A handshake asks for a name first, and for the certificate and the key of that name then. The
 * name tells which reading of the files is meant, so that a renewal between the questions does not
 * give the certificate of one and the key of the other.
 */
final class RenewedIdentity extends X509ExtendedKeyManager {

  private final Renewed<X509ExtendedKeyManager> files;
  private Reading current;
  private Reading last;

  /** What was read from the files, with a number that no other reading has. */
  private record Reading(long number, X509ExtendedKeyManager keys) {

    @Nullable String name(@Nullable String own) {
      return own == null ? null : prefix() + own;
    }

    boolean named(String name) {
      return name.startsWith(prefix());
    }

    String own(String name) {
      return name.substring(name.indexOf(':') + 1);
    }

    private String prefix() {
      return number + ":";
    }
  }

  RenewedIdentity(Renewed<X509ExtendedKeyManager> files) {
    this.files = files;
    this.current = new Reading(0, files.current());
    this.last = current;
  }

  private synchronized Reading now() {
    X509ExtendedKeyManager keys = files.current();
    if (!keys.equals(current.keys())) {
      last = current;
      current = new Reading(last.number() + 1, keys);
    }
    return current;
  }

  private synchronized Reading named(String name) {
    return last.named(name) ? last : current;
  }

  @Override
  public @Nullable String chooseClientAlias(
      String[] types, Principal @Nullable [] issuers, @Nullable Socket socket) {
    Reading now = now();
    return now.name(now.keys().chooseClientAlias(types, issuers, socket));
  }

  @Override
  public @Nullable String chooseEngineClientAlias(
      String[] types, Principal @Nullable [] issuers, @Nullable SSLEngine engine) {
    Reading now = now();
    return now.name(now.keys().chooseEngineClientAlias(types, issuers, engine));
  }

  @Override
  public @Nullable String chooseServerAlias(
      String type, Principal @Nullable [] issuers, @Nullable Socket socket) {
    Reading now = now();
    return now.name(now.keys().chooseServerAlias(type, issuers, socket));
  }

  @Override
  public @Nullable String chooseEngineServerAlias(
      String type, Principal @Nullable [] issuers, @Nullable SSLEngine engine) {
    Reading now = now();
    return now.name(now.keys().chooseEngineServerAlias(type, issuers, engine));
  }

  @Override
  public String @Nullable [] getClientAliases(String type, Principal @Nullable [] issuers) {
    Reading now = now();
    return names(now, now.keys().getClientAliases(type, issuers));
  }

  @Override
  public String @Nullable [] getServerAliases(String type, Principal @Nullable [] issuers) {
    Reading now = now();
    return names(now, now.keys().getServerAliases(type, issuers));
  }

  private static String @Nullable [] names(Reading reading, String @Nullable [] own) {
    return own == null ? null : Stream.of(own).map(reading::name).toArray(String[]::new);
  }

  @Override
  public X509Certificate @Nullable [] getCertificateChain(String name) {
    Reading reading = named(name);
    return reading.keys().getCertificateChain(reading.own(name));
  }

  @Override
  public @Nullable PrivateKey getPrivateKey(String name) {
    Reading reading = named(name);
    return reading.keys().getPrivateKey(reading.own(name));
  }
}
