// SPDX-License-Identifier: Apache-2.0
package io.eyrie.cloudtrail.aws;

/** S3 and SQS as tests fill them and look into them, whoever serves them. */
public interface Cloud extends AutoCloseable {

  /** Where S3 is. */
  String s3();

  /** Where SQS is. */
  String sqs();

  /** Puts an object, and its bucket if need be. */
  void put(String bucket, String key, byte[] bytes);

  /** Takes an object away. */
  void remove(String bucket, String key);

  /**
   * Makes an empty queue.
   *
   * @param mostReceipts after so many a message goes to the dead letters; 0 when there are none
   */
  void makeQueue(String name, int mostReceipts);

  /** Sends a message. */
  void send(String queue, String body);

  /** How many messages are not deleted, hidden ones among them. */
  int left(String queue);

  /** How many messages went to the dead letters. */
  int dead(String queue);

  @Override
  void close();
}
