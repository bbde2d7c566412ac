// SPDX-License-Identifier: Apache-2.0
package io.eyrie.cloudtrail.aws;

import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Assumptions;

/** The independent servers that all tests of this JVM share: they are slow to start. */
public final class SharedIndependentCloud {

  private static @Nullable IndependentCloud shared;

  private SharedIndependentCloud() {}

  /** The servers, started by the first who asks and ended with this JVM. */
  public static synchronized IndependentCloud get() throws Exception {
    Assumptions.assumeTrue(
        IndependentCloud.available(), "no S3Mock on the class path: run with -Pconformance");
    IndependentCloud cloud = shared;
    if (cloud == null) {
      Path folder = Files.createTempDirectory("independent-cloud");
      cloud = new IndependentCloud(folder);
      shared = cloud;
      Runtime.getRuntime().addShutdownHook(new Thread(cloud::close, "independent-cloud-end"));
    }
    return cloud;
  }
}
