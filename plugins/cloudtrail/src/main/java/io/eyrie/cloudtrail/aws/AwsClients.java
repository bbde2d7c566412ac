// SPDX-License-Identifier: Apache-2.0
package io.eyrie.cloudtrail.aws;

import io.eyrie.api.error.PluginException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.DefaultCredentialsProvider;
import software.amazon.awssdk.auth.credentials.ProfileCredentialsProvider;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.awscore.retry.AwsRetryStrategy;
import software.amazon.awssdk.core.checksums.ResponseChecksumValidation;
import software.amazon.awssdk.core.client.builder.SdkSyncClientBuilder;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.apache5.Apache5HttpClient;
import software.amazon.awssdk.profiles.ProfileFile;
import software.amazon.awssdk.profiles.ProfileFileSupplier;
import software.amazon.awssdk.profiles.ProfileFileSystemSetting;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.regions.providers.DefaultAwsRegionProviderChain;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sts.StsClient;
import software.amazon.awssdk.services.sts.auth.StsAssumeRoleCredentialsProvider;

/**
 * The SDK's clients of one instance, which share connections and credentials. Safe for several
 * threads.
 *
 * <p>They try each call once: how often and when to come again is {@link Persistence}'s, which
 * knows what the service asked for.
 */
public final class AwsClients implements AutoCloseable {

  private static final Duration CONNECT = Duration.ofSeconds(10);

  /** Longer than the longest wait for a message. */
  private static final Duration SILENCE = Duration.ofSeconds(60);

  private final AwsAccess access;
  private final Supplier<ProfileFile> files;
  private final Region region;
  private final SdkHttpClient http;
  private final AwsCredentialsProvider credentials;
  private final List<AutoCloseable> opened = new ArrayList<>();

  private AwsClients(AwsAccess access, String instance, int connections) throws PluginException {
    this.access = access;
    this.files = files(access);
    this.region = region();
    this.http =
        keep(
            Apache5HttpClient.builder()
                .maxConnections(connections)
                .connectionTimeout(CONNECT)
                .socketTimeout(SILENCE)
                .build());
    AwsCredentialsProvider own = own();
    this.credentials = access.role().isEmpty() ? own : assumed(own, instance);
  }

  /**
   * Prepares the clients; nothing is asked yet.
   *
   * @param connections how many calls there are at once
   * @throws PluginException if a file can't be read or no region is known
   */
  public static AwsClients open(AwsAccess access, String instance, int connections)
      throws PluginException {
    try {
      return new AwsClients(access, instance, connections);
    } catch (SdkClientException | IllegalArgumentException e) {
      throw PluginException.user("config.invalid", "aws: " + e.getMessage());
    }
  }

  /** A client of S3, which follows buckets to their regions. */
  public S3Client s3() {
    return keep(
        configured(S3Client.builder(), access.s3Endpoint(), credentials)
            .forcePathStyle(access.pathStyle())
            .responseChecksumValidation(ResponseChecksumValidation.WHEN_REQUIRED)
            .crossRegionAccessEnabled(access.s3Endpoint().isEmpty())
            .build());
  }

  /** A client of SQS. */
  public SqsClient sqs() {
    return keep(configured(SqsClient.builder(), access.sqsEndpoint(), credentials).build());
  }

  private static Supplier<ProfileFile> files(AwsAccess access) {
    if (access.configFile().isEmpty() && access.credentialsFile().isEmpty()) {
      return ProfileFileSupplier.defaultSupplier();
    }
    List<ProfileFileSupplier> both = new ArrayList<>();
    if (!access.credentialsFile().isEmpty()) {
      both.add(
          ProfileFileSupplier.reloadWhenModified(
              Path.of(access.credentialsFile()), ProfileFile.Type.CREDENTIALS));
    }
    if (!access.configFile().isEmpty()) {
      both.add(
          ProfileFileSupplier.reloadWhenModified(
              Path.of(access.configFile()), ProfileFile.Type.CONFIGURATION));
    }
    return both.size() == 1
        ? both.getFirst()
        : ProfileFileSupplier.aggregate(both.toArray(ProfileFileSupplier[]::new));
  }

  private String profile() {
    return access.profile().isEmpty()
        ? ProfileFileSystemSetting.AWS_PROFILE.getStringValueOrThrow()
        : access.profile();
  }

  private Region region() throws PluginException {
    if (!access.region().isEmpty()) {
      return Region.of(access.region());
    }
    try {
      return DefaultAwsRegionProviderChain.builder()
          .profileFile(files)
          .profileName(profile())
          .build()
          .getRegion();
    } catch (SdkClientException _) {
      throw PluginException.user(
          "config.invalid",
          "aws.region: give the region; it stands neither in the environment nor in the profile");
    }
  }

  private AwsCredentialsProvider own() {
    if (access.profile().isEmpty()
        && access.configFile().isEmpty()
        && access.credentialsFile().isEmpty()) {
      return keep(DefaultCredentialsProvider.builder().build());
    }
    return keep(
        ProfileCredentialsProvider.builder().profileFile(files).profileName(profile()).build());
  }

  private AwsCredentialsProvider assumed(AwsCredentialsProvider own, String instance) {
    StsClient sts = keep(configured(StsClient.builder(), access.stsEndpoint(), own).build());
    return keep(
        StsAssumeRoleCredentialsProvider.builder()
            .stsClient(sts)
            .refreshRequest(request -> {
              request.roleArn(access.role()).roleSessionName(session(instance));
              if (!access.externalId().isEmpty()) {
                request.externalId(access.externalId());
              }
            })
            .build());
  }

  /** What the calls stand under in AWS's own logs. */
  private static String session(String instance) {
    String name = "eyrie-" + instance.replaceAll("[^\\w+=,.@-]", "-");
    return name.substring(0, Math.min(name.length(), 64));
  }

  private <B extends AwsClientBuilder<B, ?> & SdkSyncClientBuilder<B, ?>> B configured(
      B builder, String endpoint, AwsCredentialsProvider by) {
    builder
        .region(region)
        .credentialsProvider(by)
        .httpClient(http)
        .overrideConfiguration(all ->
            all.defaultProfileFileSupplier(files)
                .defaultProfileName(profile())
                .retryStrategy(AwsRetryStrategy.doNotRetry()));
    return endpoint.isEmpty() ? builder : builder.endpointOverride(URI.create(endpoint));
  }

  private <T extends AutoCloseable> T keep(T closeable) {
    opened.add(closeable);
    return closeable;
  }

  @Override
  public void close() {
    for (AutoCloseable one : opened.reversed()) {
      try {
        one.close();
      } catch (Exception e) {
        throw new IllegalStateException("the SDK's clients close without failing", e);
      }
    }
  }
}
