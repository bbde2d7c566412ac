// SPDX-License-Identifier: Apache-2.0
package io.eyrie.github;

import io.eyrie.api.Plugin;
import io.eyrie.api.source.SourceProvider;
import io.eyrie.jsonlog.poll.Api;
import io.eyrie.jsonlog.source.JsonLog;
import io.eyrie.jsonlog.webhook.WebHook;
import java.util.List;

/** The plugin {@code github}: brings the source {@code github}. */
public final class GitHubPlugin implements Plugin {

  /** The version of the fields, for rules that require it. */
  private static final String FIELDS_VERSION = "0.10.1";

  private static final JsonLog SOURCE =
      JsonLog.builder("github")
          .description("Web hooks and audit log of GitHub organisations and repositories.")
          .time("/@timestamp", "/created_at")
          .timeless()
          .identity("/_document_id")
          .fields(GitHubFields.fields())
          .input(new WebHook(new GitHubSender()))
          .input(new Api(new GitHubAuditLog()))
          .provides("github", FIELDS_VERSION)
          .build();

  /** Called by the host. */
  public GitHubPlugin() {}

  @Override
  public List<SourceProvider> sources() {
    return List.of(SOURCE);
  }
}
