// SPDX-License-Identifier: Apache-2.0
package io.eyrie.okta;

import io.eyrie.api.Plugin;
import io.eyrie.api.source.SourceProvider;
import io.eyrie.jsonlog.poll.Api;
import io.eyrie.jsonlog.source.JsonLog;
import java.util.List;

/** The plugin {@code okta}: brings the source {@code okta}. */
public final class OktaPlugin implements Plugin {

  /** The version of the fields, for rules that require it. */
  private static final String FIELDS_VERSION = "0.12.0";

  private static final JsonLog SOURCE =
      JsonLog.builder("okta")
          .description("Sign-ins and changes of an Okta organisation, from its System Log.")
          .time("/published")
          .identity("/uuid")
          .setting(
              SystemLog.ORGANIZATION,
              "The organisation: what stands before .okta.com in its address.")
          .memory(MfaMemory::new)
          .fields(OktaFields.fields())
          .input(new Api(new SystemLog()))
          .provides("okta", FIELDS_VERSION)
          .build();

  /** Called by the host. */
  public OktaPlugin() {}

  @Override
  public List<SourceProvider> sources() {
    return List.of(SOURCE);
  }
}
