// SPDX-License-Identifier: Apache-2.0
package io.eyrie.output.syslog;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.eyrie.api.alert.Alert;
import io.eyrie.api.error.PluginException;
import io.eyrie.api.output.OutputContext;
import io.eyrie.api.output.PushOutput;
import io.eyrie.tls.TlsFailure;
import java.io.IOException;
import java.net.ConnectException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/** Sends each batch as messages, in their order. */
final class SyslogOutput implements PushOutput {

  private final SyslogAddress address;
  private final MessageForm form;
  private final Transport transport;
  private final OutputContext context;

  SyslogOutput(
      SyslogAddress address, MessageForm form, Transport transport, OutputContext context) {
    this.address = address;
    this.form = form;
    this.transport = transport;
    this.context = context;
  }

  @Override
  public void deliver(List<Alert> batch) throws PluginException, InterruptedException {
    List<byte[]> messages = new ArrayList<>(batch.size());
    for (Alert alert : batch) {
      byte[] message = form.of(alert).getBytes(UTF_8);
      if (message.length > transport.longestMessage()) {
        context.refused(
            alert,
            "%d bytes do not fit into a datagram of %d to %s: use tcp or tls"
                .formatted(message.length, transport.longestMessage(), address));
      } else {
        messages.add(message);
      }
    }
    if (messages.isEmpty()) {
      return;
    }
    try {
      transport.send(messages);
    } catch (IOException e) {
      throw failure(e);
    }
  }

  private PluginException failure(IOException e) {
    Optional<String> tls = TlsFailure.explain(e);
    if (tls.isPresent()) {
      return new PluginException(
          PluginException.Kind.USER, "syslog.tls", address + " " + tls.get(), true, null);
    }
    String reason =
        switch (e) {
          case UnknownHostException _ -> "can't be found: no name server knows " + address.host();
          case SocketTimeoutException _ -> "can't be reached: no connection within timeout";
          case ConnectException _ -> "can't be reached: nothing listens there";
          default ->
              "did not take messages: " + Objects.requireNonNullElse(e.getMessage(), e.toString());
        };
    return PluginException.external("syslog.unreachable", address + " " + reason, e);
  }

  @Override
  public void close() {
    transport.close();
  }
}
