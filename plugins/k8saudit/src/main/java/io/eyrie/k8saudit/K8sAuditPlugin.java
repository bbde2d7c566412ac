// SPDX-License-Identifier: Apache-2.0
package io.eyrie.k8saudit;

import io.eyrie.api.Plugin;
import io.eyrie.api.source.SourceProvider;
import io.eyrie.jsonlog.source.JsonLog;
import io.eyrie.jsonlog.webhook.Sender;
import io.eyrie.jsonlog.webhook.WebHook;
import java.util.List;

/** The plugin {@code k8saudit}: brings the source {@code k8s_audit}. */
public final class K8sAuditPlugin implements Plugin {

  /** The version of the fields, for rules that require it. */
  private static final String FIELDS_VERSION = "0.18.0";

  private static final JsonLog SOURCE =
      JsonLog.builder("k8s_audit")
          .description("Requests to a Kubernetes API server, as its audit log records them.")
          .wrapper("items")
          .wrapper("logEvents")
          .wrapper("events")
          .wrapper("records")
          .embedded("/message", "/properties/log")
          .time(
              "/stageTimestamp",
              "/requestReceivedTimestamp",
              "/timestamp",
              "/metadata/creationTimestamp",
              "/receiveTimestamp",
              "/time")
          .identity("/auditID", "/stage")
          .fields(K8sAuditFields.fields())
          .input(new WebHook(Sender.PLAIN))
          .provides("k8saudit", FIELDS_VERSION)
          .build();

  /** Called by the host. */
  public K8sAuditPlugin() {}

  @Override
  public List<SourceProvider> sources() {
    return List.of(SOURCE);
  }
}
