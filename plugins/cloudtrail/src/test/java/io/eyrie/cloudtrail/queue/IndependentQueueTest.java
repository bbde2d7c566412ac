// SPDX-License-Identifier: Apache-2.0
package io.eyrie.cloudtrail.queue;

import io.eyrie.cloudtrail.aws.IndependentCloud;
import io.eyrie.cloudtrail.aws.SharedIndependentCloud;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;

/** A queue as ElasticMQ serves it, its objects by S3Mock. */
@Tag("conformance")
final class IndependentQueueTest extends QueueContract<IndependentCloud> {

  private IndependentQueueTest() throws Exception {
    super(SharedIndependentCloud.get());
  }

  @BeforeEach
  @Override
  void start() {
    cloud.empty();
    super.start();
  }
}
