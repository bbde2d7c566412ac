// SPDX-License-Identifier: Apache-2.0
package io.eyrie.output.elasticsearch;

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
import org.jspecify.annotations.Nullable;

/** Writes each batch by a bulk request and tells for each alert what the cluster said of it. */
final class ElasticsearchOutput implements PushOutput {

  private final Receiver cluster;
  private final String index;
  private final Receiver bulk;
  private final HttpSender sender;
  private final OutputContext context;
  private boolean templateWanted;

  ElasticsearchOutput(
      Receiver cluster,
      String index,
      String pipeline,
      boolean template,
      HttpSender sender,
      OutputContext context) {
    this.cluster = cluster;
    this.index = index;
    this.bulk =
        cluster.at("/" + index + "/_bulk" + (pipeline.isEmpty() ? "" : "?pipeline=" + pipeline));
    this.templateWanted = template;
    this.sender = sender;
    this.context = context;
  }

  @Override
  public void deliver(List<Alert> batch) throws PluginException, InterruptedException {
    if (templateWanted) {
      putTemplate();
      templateWanted = false;
    }
    Answer answer = sender.send(HttpMessage.post(bulk, "application/x-ndjson", BulkBody.of(batch)));
    if (!answer.taken()) {
      throw sender.failure(answer, ElasticsearchOutput::meaning);
    }
    BulkAnswer said = BulkAnswer.parse(answer.body());
    if (said == null || said.items().size() != batch.size()) {
      throw PluginException.external(
          "elasticsearch.answer",
          "%s did not answer a bulk request as Elasticsearch does (%s): check the URL"
              .formatted(cluster, sender.shown(answer.body())),
          null);
    }
    judge(batch, said.items(), answer);
  }

  /** Without rights a cluster answers 403 whatever is written; no text of an alert leads to it. */
  private static Verdict meaning(int status) {
    return status == 403 ? Verdict.MISDIRECTED : Verdict.usual(status);
  }

  private void judge(List<Alert> batch, List<BulkAnswer.Item> items, Answer answer)
      throws PluginException {
    int left = 0;
    BulkAnswer.@Nullable Item first = null;
    for (int i = 0; i < batch.size(); i++) {
      BulkAnswer.Item item = items.get(i);
      if (item.taken()) {
        context.delivered(batch.get(i));
      } else if (item.again()) {
        left++;
        first = first == null ? item : first;
      } else {
        context.refused(
            batch.get(i),
            "%s refused it for %s (%s)".formatted(cluster, index, sender.shown(item.text())));
      }
    }
    if (first != null) {
      PluginException busy =
          PluginException.external(
              "elasticsearch.busy",
              "%s did not take %d of %d alerts for %s (%s)"
                  .formatted(cluster, left, batch.size(), index, sender.shown(first.text())),
              null);
      throw answer.retryAfter().map(busy::retryAfter).orElse(busy);
    }
  }

  /** Only a cluster that is there can be asked what it is; so not before the first alert. */
  private void putTemplate() throws PluginException, InterruptedException {
    boolean openSearch =
        IndexTemplate.openSearch(sender.deliver(HttpMessage.get(cluster.at("/"))).body());
    Answer answer =
        sender.send(
            HttpMessage.put(
                cluster.at("/_index_template/" + index),
                "application/json",
                IndexTemplate.json(index, openSearch)));
    if (answer.taken()) {
      context.health().healthy();
    } else if (Verdict.usual(answer.status()) == Verdict.AGAIN) {
      throw sender.failure(answer);
    } else {
      context
          .health()
          .degraded(
              "the index template was refused (%s): put it by hand and set template: false, or grant manage_index_templates"
                  .formatted(sender.failure(answer).getMessage()));
    }
  }

  @Override
  public void close() {
    sender.close();
  }
}
