// SPDX-License-Identifier: Apache-2.0
package io.eyrie.output.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.eyrie.api.alert.Alert;
import io.eyrie.api.error.PluginException;
import io.eyrie.api.output.OutputContext;
import io.eyrie.api.output.PushOutput;
import io.eyrie.httpclient.HttpMessage;
import io.eyrie.httpclient.HttpSender;
import io.eyrie.httpclient.Receiver;
import java.util.List;
import java.util.Map;

/** Sends a batch as one request, or each alert of it as one, as the form of the body wants. */
final class HttpOutput implements PushOutput {

  private final String method;
  private final Receiver receiver;
  private final BodyForm form;
  private final Signer signer;
  private final HttpSender sender;
  private final OutputContext context;

  HttpOutput(
      String method,
      Receiver receiver,
      BodyForm form,
      Signer signer,
      HttpSender sender,
      OutputContext context) {
    this.method = method;
    this.receiver = receiver;
    this.form = form;
    this.signer = signer;
    this.sender = sender;
    this.context = context;
  }

  @Override
  public void deliver(List<Alert> batch) throws PluginException, InterruptedException {
    if (form.wholeBatch()) {
      send(batch);
      return;
    }
    for (Alert alert : batch) {
      try {
        send(List.of(alert));
        context.delivered(alert);
      } catch (PluginException e) {
        if (e.retryable()) {
          throw e;
        }
        context.refused(alert, String.valueOf(e.getMessage()));
      }
    }
  }

  private void send(List<Alert> alerts) throws PluginException, InterruptedException {
    byte[] body = form.of(alerts).getBytes(UTF_8);
    HttpMessage message = HttpMessage.of(method, receiver, form.contentType(), body);
    Map<String, String> signature = signer.headers(alerts.getFirst().id(), body);
    for (Map.Entry<String, String> header : signature.entrySet()) {
      message = message.with(header.getKey(), header.getValue());
    }
    if (form == BodyForm.CLOUDEVENT_BINARY) {
      for (Map.Entry<String, String> header :
          CloudEvent.of(alerts.getFirst()).headers().entrySet()) {
        message = message.with(header.getKey(), header.getValue());
      }
    }
    sender.deliver(message);
  }

  @Override
  public void close() {
    sender.close();
  }
}
