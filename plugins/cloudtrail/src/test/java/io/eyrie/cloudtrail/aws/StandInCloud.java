// SPDX-License-Identifier: Apache-2.0
package io.eyrie.cloudtrail.aws;

import io.eyrie.testkit.aws.AwsServer;

/** The server of the test kit, which can be made to fail. */
public record StandInCloud(AwsServer aws) implements Cloud {

  @Override
  public String s3() {
    return aws.url();
  }

  @Override
  public String sqs() {
    return aws.url();
  }

  @Override
  public void put(String bucket, String key, byte[] bytes) {
    aws.buckets().put(bucket, key, bytes);
  }

  @Override
  public void remove(String bucket, String key) {
    aws.buckets().remove(bucket, key);
  }

  @Override
  public void makeQueue(String name, int mostReceipts) {
    aws.queues().make(name, mostReceipts);
  }

  @Override
  public void send(String queue, String body) {
    aws.queues().send(queue, body);
  }

  @Override
  public int left(String queue) {
    return aws.queues().left(queue);
  }

  @Override
  public int dead(String queue) {
    return aws.queues().dead(queue);
  }

  @Override
  public void close() {
    aws.close();
  }
}
