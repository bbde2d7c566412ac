// SPDX-License-Identifier: Apache-2.0
package io.eyrie.cloudtrail;

import io.eyrie.api.Plugin;
import io.eyrie.api.source.SourceProvider;
import io.eyrie.cloudtrail.bucket.Bucket;
import io.eyrie.cloudtrail.queue.Queue;
import io.eyrie.jsonlog.source.JsonLog;
import java.util.List;

/** The plugin {@code cloudtrail}: brings the source {@code aws_cloudtrail}. */
public final class CloudTrailPlugin implements Plugin {

  /** The version of the fields, for rules that require it. */
  private static final String FIELDS_VERSION = "0.17.1";

  private static final JsonLog SOURCE =
      JsonLog.builder("aws_cloudtrail")
          .description("API calls and sign-ins of AWS accounts, as CloudTrail records them.")
          .wrapper("Records")
          .time("/eventTime")
          .embedded("/detail")
          .identity("/eventID")
          .fields(CloudTrailFields.fields())
          .input(new Bucket())
          .input(new Queue())
          .provides("cloudtrail", FIELDS_VERSION)
          .build();

  /** Called by the host. */
  public CloudTrailPlugin() {}

  @Override
  public List<SourceProvider> sources() {
    return List.of(SOURCE);
  }
}
