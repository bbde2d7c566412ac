// SPDX-License-Identifier: Apache-2.0
package io.eyrie.output.grpc;

import io.eyrie.api.config.Config;
import io.eyrie.api.config.ConfigSchema;
import io.eyrie.api.error.PluginException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import java.util.Set;

/**
 * What an operator configured.
 *
 * @param tokenFile empty when nobody needs a token
 * @param socketMode the permissions of a Unix socket
 * @param falcoServices whether clients of Falco are served
 */
record ServerSettings(
    BindAddress address,
    int maxStreams,
    ServerTls tls,
    Optional<Path> tokenFile,
    Set<PosixFilePermission> socketMode,
    boolean falcoServices) {

  private static final String BIND = "bind";
  private static final String MAX_STREAMS = "max_streams";
  private static final String TLS_CERTIFICATE = "tls_certificate";
  private static final String TLS_KEY = "tls_key";
  private static final String TLS_CLIENT_CA = "tls_client_ca";
  private static final String TOKEN_FILE = "token_file";
  private static final String SOCKET_MODE = "socket_mode";
  private static final String FALCO_SERVICES = "falco_services";
  private static final String ALLOW_INSECURE = "allow_insecure";

  static final ConfigSchema SCHEMA =
      ConfigSchema.builder()
          .optional(
              BIND,
              ConfigSchema.Type.TEXT,
              "127.0.0.1:7411",
              "The address to serve on: host:port, where port 0 takes a free one, or unix:/path.")
          .optional(
              MAX_STREAMS,
              ConfigSchema.Type.INTEGER,
              "100",
              "How many subscribers may be connected at once, 1 to 10000.")
          .optional(
              TLS_CERTIFICATE,
              ConfigSchema.Type.TEXT,
              "PEM file of the server's certificate chain; with tls_key it encrypts. A renewed one is"
                  + " taken for the next connection.")
          .optional(
              TLS_KEY,
              ConfigSchema.Type.TEXT,
              "PEM file of the certificate's key, as PKCS #8 without a password.")
          .optional(
              TLS_CLIENT_CA,
              ConfigSchema.Type.TEXT,
              "PEM file of the authorities whose clients are let in; without it clients need no"
                  + " certificate.")
          .optional(
              TOKEN_FILE,
              ConfigSchema.Type.TEXT,
              "File with a bearer token in each line, one of which every client must send; a changed"
                  + " file is read again.")
          .optional(
              SOCKET_MODE,
              ConfigSchema.Type.TEXT,
              "0600",
              "The permissions of a Unix socket, in octal.")
          .optional(
              FALCO_SERVICES,
              ConfigSchema.Type.BOOLEAN,
              "true",
              "Serve clients of Falco too: falco.outputs.service and falco.version.service.")
          .optional(
              ALLOW_INSECURE,
              ConfigSchema.Type.BOOLEAN,
              "false",
              "Serve on an address that other machines reach although nothing is encrypted.")
          .build();

  /**
   * Reads a configuration.
   *
   * @throws PluginException of kind USER: names the key, and what to write
   */
  static ServerSettings of(Config config, String instance) throws PluginException {
    long streams = config.integer(MAX_STREAMS);
    if (streams < 1 || streams > 10_000) {
      throw PluginException.user(
          "config.invalid",
          "max_streams of output %s is %d: write a number from 1 to 10000"
              .formatted(instance, streams));
    }
    ServerTls tls =
        ServerTls.of(
            config.text(TLS_CERTIFICATE),
            config.text(TLS_KEY),
            config.text(TLS_CLIENT_CA),
            instance);
    BindAddress address =
        BindAddress.parse(
            config.text(BIND), tls.encrypts() || config.bool(ALLOW_INSECURE), instance);
    if (address.unix() && tls.encrypts()) {
      throw PluginException.user(
          "config.invalid",
          "bind '%s' of output %s: a Unix socket is not encrypted, its permissions guard it; leave out the keys tls_*"
              .formatted(address.text(), instance));
    }
    String tokens = config.text(TOKEN_FILE);
    return new ServerSettings(
        address,
        (int) streams,
        tls,
        tokens.isEmpty() ? Optional.empty() : Optional.of(Path.of(tokens)),
        permissions(config.text(SOCKET_MODE), instance),
        config.bool(FALCO_SERVICES));
  }

  private static Set<PosixFilePermission> permissions(String octal, String instance)
      throws PluginException {
    if (!octal.matches("0?[0-7]{3}")) {
      throw PluginException.user(
          "config.invalid",
          "socket_mode '%s' of output %s: write three octal digits, such as 0660"
              .formatted(octal, instance));
    }
    int bits = Integer.parseInt(octal, 8);
    char[] letters = "rwxrwxrwx".toCharArray();
    for (int i = 0; i < letters.length; i++) {
      if ((bits & (1 << (letters.length - 1 - i))) == 0) {
        letters[i] = '-';
      }
    }
    return PosixFilePermissions.fromString(new String(letters));
  }
}
