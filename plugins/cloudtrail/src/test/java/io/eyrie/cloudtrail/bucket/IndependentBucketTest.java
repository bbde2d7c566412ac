// SPDX-License-Identifier: Apache-2.0
package io.eyrie.cloudtrail.bucket;

import io.eyrie.cloudtrail.aws.IndependentCloud;
import io.eyrie.cloudtrail.aws.SharedIndependentCloud;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;

/** A bucket as S3Mock serves it. */
@Tag("conformance")
final class IndependentBucketTest extends BucketContract<IndependentCloud> {

  private IndependentBucketTest() throws Exception {
    super(SharedIndependentCloud.get());
  }

  @BeforeEach
  @Override
  void start() {
    cloud.empty();
    super.start();
  }
}
