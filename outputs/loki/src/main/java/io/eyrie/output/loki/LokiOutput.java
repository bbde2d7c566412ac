// SPDX-License-Identifier: Apache-2.0
package io.eyrie.output.loki;

import io.eyrie.api.alert.Alert;
import io.eyrie.api.error.PluginException;
import io.eyrie.api.output.PushOutput;
import io.eyrie.httpclient.HttpMessage;
import io.eyrie.httpclient.HttpSender;
import io.eyrie.httpclient.Receiver;
import java.util.List;

/** Pushes each batch as one request. */
final class LokiOutput implements PushOutput {

  private final Receiver receiver;
  private final String tenant;
  private final PushBody form;
  private final HttpSender sender;

  LokiOutput(Receiver receiver, String tenant, PushBody form, HttpSender sender) {
    this.receiver = receiver;
    this.tenant = tenant;
    this.form = form;
    this.sender = sender;
  }

  @Override
  public void deliver(List<Alert> batch) throws PluginException, InterruptedException {
    HttpMessage push = HttpMessage.post(receiver, "application/json", form.json(batch));
    sender.deliver(tenant.isEmpty() ? push : push.with("X-Scope-OrgID", tenant));
  }

  @Override
  public void close() {
    sender.close();
  }
}
