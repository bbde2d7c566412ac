// SPDX-License-Identifier: Apache-2.0
package io.eyrie.cloudtrail.aws;

import io.eyrie.testserver.ServerProcess;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.http.apache5.Apache5HttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.QueueAttributeName;

/**
 * S3Mock and ElasticMQ, in JVMs of their own: made by others from the same documentation, so that
 * they don't share what we may have misunderstood. They are on the class path with {@code
 * -Pconformance}.
 */
public final class IndependentCloud implements Cloud {

  private static final String DEAD = "-dead";

  private final ServerProcess s3Mock;
  private final ServerProcess elasticMq;
  private final String s3Url;
  private final String sqsUrl;
  private final S3Client s3;
  private final SqsClient sqs;
  private final Set<String> buckets = new HashSet<>();
  private final Set<String> queues = new HashSet<>();

  /** Starts both. */
  public IndependentCloud(Path folder) throws Exception {
    int s3Port = ServerProcess.freePort();
    int sqsPort = ServerProcess.freePort();
    this.s3Url = "http://127.0.0.1:" + s3Port;
    this.sqsUrl = "http://127.0.0.1:" + sqsPort;
    this.s3Mock =
        java(
            Files.createDirectories(folder.resolve("s3")),
            "com.adobe.testing.s3mock.S3MockApplication",
            "--http.port=" + s3Port,
            "--server.port=0",
            "--server.address=127.0.0.1");
    this.elasticMq =
        java(
            Files.createDirectories(folder.resolve("sqs")),
            ElasticMq.class.getName(),
            Integer.toString(sqsPort));
    s3Mock.awaitListening(s3Port);
    elasticMq.awaitListening(sqsPort);
    StaticCredentialsProvider anybody =
        StaticCredentialsProvider.create(AwsBasicCredentials.create("anybody", "secret"));
    this.s3 =
        S3Client.builder()
            .endpointOverride(URI.create(s3Url))
            .forcePathStyle(true)
            .region(Region.EU_CENTRAL_1)
            .credentialsProvider(anybody)
            .httpClientBuilder(Apache5HttpClient.builder())
            .build();
    this.sqs =
        SqsClient.builder()
            .endpointOverride(URI.create(sqsUrl))
            .region(Region.EU_CENTRAL_1)
            .credentialsProvider(anybody)
            .httpClientBuilder(Apache5HttpClient.builder())
            .build();
  }

  private static ServerProcess java(Path folder, String main, String... arguments)
      throws Exception {
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx256m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-Djava.io.tmpdir=" + folder,
                "-Dorg.springframework.boot.logging.LoggingSystem=none",
                "-cp",
                System.getProperty("java.class.path"),
                main));
    command.addAll(List.of(arguments));
    return ServerProcess.start(folder, command);
  }

  /** Whether the servers are on the class path. */
  public static boolean available() {
    return IndependentCloud.class
            .getClassLoader()
            .getResource("com/adobe/testing/s3mock/S3MockApplication.class")
        != null;
  }

  /** Forgets everything that was put and sent. */
  public void empty() {
    for (String bucket : buckets) {
      s3.listObjectsV2Paginator(list -> list.bucket(bucket))
          .contents()
          .forEach(object -> remove(bucket, object.key()));
      s3.deleteBucket(delete -> delete.bucket(bucket));
    }
    buckets.clear();
    queues.forEach(queue -> sqs.deleteQueue(delete -> delete.queueUrl(url(queue))));
    queues.clear();
  }

  @Override
  public String s3() {
    return s3Url;
  }

  @Override
  public String sqs() {
    return sqsUrl;
  }

  @Override
  public void put(String bucket, String key, byte[] bytes) {
    if (buckets.add(bucket)) {
      s3.createBucket(create -> create.bucket(bucket));
    }
    s3.putObject(put -> put.bucket(bucket).key(key), RequestBody.fromBytes(bytes));
  }

  @Override
  public void remove(String bucket, String key) {
    s3.deleteObject(delete -> delete.bucket(bucket).key(key));
  }

  @Override
  public void makeQueue(String name, int mostReceipts) {
    if (!queues.add(name)) {
      sqs.deleteQueue(delete -> delete.queueUrl(url(name)));
    }
    if (mostReceipts == 0) {
      sqs.createQueue(create -> create.queueName(name));
      return;
    }
    queues.add(name + DEAD);
    sqs.createQueue(create -> create.queueName(name + DEAD));
    String policy =
        "{\"deadLetterTargetArn\":\"arn:aws:sqs:eu-central-1:000000000000:%s\",\"maxReceiveCount\":%d}"
            .formatted(name + DEAD, mostReceipts);
    sqs.createQueue(create ->
        create.queueName(name).attributes(Map.of(QueueAttributeName.REDRIVE_POLICY, policy)));
  }

  @Override
  public void send(String queue, String body) {
    sqs.sendMessage(send -> send.queueUrl(url(queue)).messageBody(body));
  }

  @Override
  public int left(String queue) {
    return sqs
        .getQueueAttributes(ask ->
            ask.queueUrl(url(queue))
                .attributeNames(
                    QueueAttributeName.APPROXIMATE_NUMBER_OF_MESSAGES,
                    QueueAttributeName.APPROXIMATE_NUMBER_OF_MESSAGES_NOT_VISIBLE))
        .attributes()
        .values()
        .stream()
        .mapToInt(Integer::parseInt)
        .sum();
  }

  @Override
  public int dead(String queue) {
    return left(queue + DEAD);
  }

  private String url(String queue) {
    return sqs.getQueueUrl(ask -> ask.queueName(queue)).queueUrl();
  }

  @Override
  public void close() {
    s3.close();
    sqs.close();
    s3Mock.close();
    elasticMq.close();
  }

  /** Starts ElasticMQ, whose library has no main class. */
  static final class ElasticMq {

    private ElasticMq() {}

    static void main(String[] arguments) throws ReflectiveOperationException {
      Object builder =
          Class.forName("org.elasticmq.rest.sqs.SQSRestServerBuilder")
              .getMethod("withInterface", String.class)
              .invoke(null, "127.0.0.1");
      builder =
          builder
              .getClass()
              .getMethod("withPort", int.class)
              .invoke(builder, Integer.parseInt(arguments[0]));
      builder.getClass().getMethod("start").invoke(builder);
    }
  }
}
