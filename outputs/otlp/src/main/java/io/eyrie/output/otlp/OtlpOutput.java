// SPDX-License-Identifier: Apache-2.0
package io.eyrie.output.otlp;

import io.eyrie.api.alert.Alert;
import io.eyrie.api.error.PluginException;
import io.eyrie.api.output.OutputContext;
import io.eyrie.api.output.PushOutput;
import io.eyrie.httpclient.Answer;
import io.eyrie.httpclient.HttpMessage;
import io.eyrie.httpclient.HttpSender;
import io.eyrie.httpclient.Receiver;
import java.time.Clock;
import java.util.List;

/** Exports each batch by one request. */
final class OtlpOutput implements PushOutput {

  private static final int STATUS_MESSAGE = 2;
  private static final int PARTIAL_SUCCESS = 1;
  private static final int REJECTED = 1;
  private static final int ERROR_MESSAGE = 2;

  private final Receiver receiver;
  private final ExportRequest form;
  private final Clock clock;
  private final HttpSender sender;
  private final OutputContext context;

  OtlpOutput(
      Receiver receiver,
      ExportRequest form,
      Clock clock,
      HttpSender sender,
      OutputContext context) {
    this.receiver = receiver;
    this.form = form;
    this.clock = clock;
    this.sender = sender;
    this.context = context;
  }

  @Override
  public void deliver(List<Alert> batch) throws PluginException, InterruptedException {
    Answer answer =
        sender.send(
            HttpMessage.of(
                "POST", receiver, "application/x-protobuf", form.of(batch, clock.instant())));
    if (!answer.taken()) {
      String said = ProtoReader.text(answer.bytes(), STATUS_MESSAGE);
      throw sender.failure(said.isEmpty() ? answer : answer.saying(said));
    }
    byte[] partial = ProtoReader.message(answer.bytes(), PARTIAL_SUCCESS);
    long rejected = ProtoReader.number(partial, REJECTED);
    if (rejected > 0) {
      reject(batch, rejected, sender.shown(ProtoReader.text(partial, ERROR_MESSAGE)));
    }
  }

  /** A collector says how many records it rejected, not which. */
  private void reject(List<Alert> batch, long rejected, String reason) throws PluginException {
    if (rejected >= batch.size()) {
      batch.forEach(alert -> context.refused(alert, receiver + " rejected it (" + reason + ")"));
      return;
    }
    throw new PluginException(
        PluginException.Kind.EXTERNAL,
        "otlp.rejected",
        "%s rejected %d of %d records (%s)".formatted(receiver, rejected, batch.size(), reason),
        false,
        null);
  }

  @Override
  public void close() {
    sender.close();
  }
}
