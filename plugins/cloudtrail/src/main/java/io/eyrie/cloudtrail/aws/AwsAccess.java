// SPDX-License-Identifier: Apache-2.0
package io.eyrie.cloudtrail.aws;

import io.eyrie.api.config.Config;
import io.eyrie.api.config.ConfigSchema;
import io.eyrie.api.error.PluginException;
import io.eyrie.jsonlog.poll.Endpoint;

/**
 * Who asks AWS, and where: the keys {@code aws.*}. A text is empty where the SDK's own defaults
 * hold: environment, shared files, the role of the container or the machine.
 *
 * @param role the role to assume with what the credentials are
 * @param externalId what the role's owner asks for
 */
public record AwsAccess(
    String region,
    String profile,
    String configFile,
    String credentialsFile,
    String role,
    String externalId,
    String s3Endpoint,
    String sqsEndpoint,
    String stsEndpoint,
    boolean pathStyle) {

  private static final String DOWNLOADS = "download_concurrency";
  private static final int MOST_DOWNLOADS = 256;

  /** Adds the keys that every input from AWS has. */
  public static void declare(ConfigSchema.Builder keys) {
    keys.optional("aws.region", ConfigSchema.Type.TEXT, "The region, such as eu-central-1.")
        .optional("aws.profile", ConfigSchema.Type.TEXT, "The profile in the shared files.")
        .optional("aws.config", ConfigSchema.Type.TEXT, "The shared configuration file.")
        .optional("aws.credentials", ConfigSchema.Type.TEXT, "The shared credentials file.")
        .optional("aws.role", ConfigSchema.Type.TEXT, "The ARN of a role to assume.")
        .optional(
            "aws.external_id", ConfigSchema.Type.TEXT, "The external id that the role asks for.")
        .optional("aws.s3_endpoint", ConfigSchema.Type.TEXT, "Where S3 is, if not at its own URL.")
        .optional(
            "aws.sqs_endpoint", ConfigSchema.Type.TEXT, "Where SQS is, if not at its own URL.")
        .optional(
            "aws.sts_endpoint", ConfigSchema.Type.TEXT, "Where STS is, if not at its own URL.")
        .optional(
            "aws.path_style",
            ConfigSchema.Type.BOOLEAN,
            "false",
            "Whether buckets are named in the path of URLs, as most servers that are not AWS want.")
        .optional(
            DOWNLOADS,
            ConfigSchema.Type.INTEGER,
            "32",
            "How many objects are downloaded at once; 1 to 256.");
  }

  /**
   * Reads the keys.
   *
   * @throws PluginException if a value can't work
   */
  public static AwsAccess of(Config config) throws PluginException {
    AwsAccess access =
        new AwsAccess(
            config.text("aws.region"),
            config.text("aws.profile"),
            config.text("aws.config"),
            config.text("aws.credentials"),
            config.text("aws.role"),
            config.text("aws.external_id"),
            endpoint(config, "aws.s3_endpoint"),
            endpoint(config, "aws.sqs_endpoint"),
            endpoint(config, "aws.sts_endpoint"),
            config.bool("aws.path_style"));
    if (!access.externalId.isEmpty() && access.role.isEmpty()) {
      throw PluginException.user(
          "config.invalid", "aws.external_id: is for a role; give its ARN as aws.role");
    }
    return access;
  }

  /** How many objects are downloaded at once. */
  public static int downloads(Config config) throws PluginException {
    long downloads = config.integer(DOWNLOADS);
    if (downloads < 1 || downloads > MOST_DOWNLOADS) {
      throw PluginException.user(
          "config.invalid", DOWNLOADS + ": " + downloads + " is not between 1 and 256");
    }
    return (int) downloads;
  }

  private static String endpoint(Config config, String key) throws PluginException {
    String url = config.text(key);
    return url.isEmpty() ? url : Endpoint.base(key, url);
  }
}
