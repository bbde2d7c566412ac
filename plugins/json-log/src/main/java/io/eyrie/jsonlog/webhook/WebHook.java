// SPDX-License-Identifier: Apache-2.0
package io.eyrie.jsonlog.webhook;

import io.eyrie.api.config.Config;
import io.eyrie.api.config.ConfigSchema;
import io.eyrie.api.error.PluginException;
import io.eyrie.api.source.SourceContext;
import io.eyrie.jsonlog.feed.Input;
import io.eyrie.jsonlog.feed.InputKind;
import io.eyrie.jsonlog.feed.RecordFeed;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;

/** A web hook as an input: its keys and how it is opened. */
public final class WebHook implements InputKind {

  private static final String LISTEN = "listen";
  private static final long LARGEST_BODY = 256L << 20;
  private static final long MOST_WAITING = 1L << 30;

  private final Sender sender;

  /** A web hook for that kind of sender. */
  public WebHook(Sender sender) {
    this.sender = sender;
  }

  @Override
  public String key() {
    return LISTEN;
  }

  @Override
  public void declare(ConfigSchema.Builder keys, boolean only) {
    keys.optional(
            LISTEN,
            ConfigSchema.Type.TEXT,
            "Where to listen for requests: a port, then on the loopback only, or ADDRESS:PORT.")
        .optional("path", ConfigSchema.Type.TEXT, "/", "The path of the web hook.")
        .optional(
            "tls_certificate",
            ConfigSchema.Type.TEXT,
            "File of the server's certificate and its chain, PEM; without it the web hook speaks"
                + " plain HTTP.")
        .optional(
            "tls_key",
            ConfigSchema.Type.TEXT,
            "File of the certificate's private key, PEM (PKCS #8); if missing, it stands in the"
                + " certificate's file.")
        .optional(
            "tls_client_ca",
            ConfigSchema.Type.TEXT,
            "File of the authorities whose clients are let in, PEM; without it no client needs a"
                + " certificate.")
        .optional(
            "max_body_size",
            ConfigSchema.Type.SIZE,
            "12MiB",
            "Requests with more are answered 413; at most 256MiB.")
        .optional(
            "max_waiting_size",
            ConfigSchema.Type.SIZE,
            "64MiB",
            "When requests of this size together wait to be stored, others are answered 429; at"
                + " most 1GiB.");
    sender.declare(keys);
  }

  @Override
  public Input open(Config config, SourceContext context, RecordFeed feed) throws PluginException {
    long largest = config.size("max_body_size");
    long waiting = config.size("max_waiting_size");
    if (largest < 1 || largest > LARGEST_BODY) {
      throw invalid("max_body_size: " + largest + " is not between 1 and 256MiB");
    }
    if (waiting < largest || waiting > MOST_WAITING) {
      throw invalid("max_waiting_size: " + waiting + " is not between max_body_size and 1GiB");
    }
    String path = config.text("path");
    if (!path.startsWith("/")) {
      throw invalid("path: '" + path + "' does not begin with a slash");
    }
    ServerTls tls =
        ServerTls.of(
            config.text("tls_certificate"), config.text("tls_key"), config.text("tls_client_ca"));
    Doorkeeper doorkeeper = sender.doorkeeper(config);
    WebHookServer server =
        WebHookServer.open(
            address(config.text(LISTEN)),
            path,
            tls,
            doorkeeper,
            Math.toIntExact(largest),
            Math.toIntExact(waiting),
            context);
    return new WebHookInput(server, doorkeeper, feed);
  }

  private static InetSocketAddress address(String listen) throws PluginException {
    int colon = listen.lastIndexOf(':');
    String port = listen.substring(colon + 1);
    try {
      int number = Integer.parseInt(port);
      if (number < 0 || number > 65_535) {
        throw new NumberFormatException(port);
      }
      InetAddress host =
          colon < 0
              ? InetAddress.getLoopbackAddress()
              : InetAddress.getByName(listen.substring(0, colon));
      return new InetSocketAddress(host, number);
    } catch (NumberFormatException _) {
      throw invalid("listen: '" + listen + "' is neither a port, such as 9765, nor ADDRESS:PORT");
    } catch (UnknownHostException _) {
      throw invalid("listen: the address in '" + listen + "' is not known");
    }
  }

  private static PluginException invalid(String message) {
    return PluginException.user("config.invalid", message);
  }
}
