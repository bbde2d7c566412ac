// SPDX-License-Identifier: Apache-2.0
package io.eyrie.output.slack;

import io.eyrie.api.alert.Alert;
import io.eyrie.api.error.PluginException;
import io.eyrie.api.output.OutputContext;
import io.eyrie.api.output.PushOutput;
import io.eyrie.httpclient.Answer;
import io.eyrie.httpclient.HttpMessage;
import io.eyrie.httpclient.HttpSender;
import io.eyrie.httpclient.Receiver;
import io.eyrie.httpclient.Verdict;
import java.util.List;

/** Posts a batch as messages of some alerts each. */
final class SlackOutput implements PushOutput {

  private final Receiver receiver;
  private final SlackMessage form;
  private final int most;
  private final HttpSender sender;
  private final OutputContext context;

  SlackOutput(
      Receiver receiver, SlackMessage form, int most, HttpSender sender, OutputContext context) {
    this.receiver = receiver;
    this.form = form;
    this.most = most;
    this.sender = sender;
    this.context = context;
  }

  @Override
  public void deliver(List<Alert> batch) throws PluginException, InterruptedException {
    for (int from = 0; from < batch.size(); from += most) {
      List<Alert> some = batch.subList(from, Math.min(batch.size(), from + most));
      post(some);
      some.forEach(context::delivered);
    }
  }

  private void post(List<Alert> alerts) throws PluginException, InterruptedException {
    Answer answer = sender.send(HttpMessage.post(receiver, "application/json", form.json(alerts)));
    if (!answer.taken()) {
      throw sender.failure(answer, SlackOutput::meaning);
    }
  }

  /** A web hook that an administrator has taken away answers 403, whatever is posted. */
  private static Verdict meaning(int status) {
    return status == 403 ? Verdict.MISDIRECTED : Verdict.usual(status);
  }

  @Override
  public void close() {
    sender.close();
  }
}
