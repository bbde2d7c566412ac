// SPDX-License-Identifier: Apache-2.0
package io.eyrie.cloudtrail.aws;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.eyrie.testkit.SourceRun;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is said of configurations that can't work, before anything is asked. */
final class ConfigurationTest {

  @TempDir Path folder;

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "s3 | trail | s3: 'trail' is not of the form s3://BUCKET or s3://BUCKET/PREFIX",
        "s3_accounts | 123 | s3_accounts: '123' has not the 12 digits of an account; quote it in YAML",
        "s3_interval | yesterday | s3_interval: 'yesterday' is not of the form START or START-END, each such as 2026-01-31T00:00:00Z or 5d",
        "s3_interval | 2026-02-30T00:00:00Z | s3_interval: '2026-02-30T00:00:00Z' is not of the form START or START-END, each such as 2026-01-31T00:00:00Z or 5d",
        "s3_interval | 1d-2d | s3_interval: '1d-2d' ends before it begins",
        "s3_poll_interval | 0s | s3_poll_interval: must be longer than 0",
        "download_concurrency | 0 | download_concurrency: 0 is not between 1 and 256",
        "max_record_size | 0 | max_record_size: 0 is not between 1 and 1GiB",
        "aws.external_id | e | aws.external_id: is for a role; give its ARN as aws.role",
        "aws.s3_endpoint | http://192.0.2.1 | aws.s3_endpoint: the token must not be sent over plain HTTP; write https://",
        "sqs | sqs://q | give exactly one of files, s3, sqs; an instance reads one input"
      })
  void saysWhatToWriteOfABucket(String key, String value, String message) {
    refused(Map.of("s3", "s3://trail"), key, value, message);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "sqs | queue | sqs: 'queue' is neither of the form sqs://NAME nor a queue's URL",
        "sqs_owner_account | 123 | sqs_owner_account: '123' has not the 12 digits of an account; quote it in YAML",
        "sqs_visibility | 500ms | sqs_visibility: must be between 1s and 12h"
      },
      quoteCharacter = '`')
  void saysWhatToWriteOfAQueue(String key, String value, String message) {
    refused(Map.of("sqs", "sqs://events"), key, value, message);
  }

  private void refused(Map<String, String> config, String key, String value, String message) {
    Map<String, String> all = new HashMap<>(config);
    all.put("aws.region", "eu-central-1");
    all.put(key, value);
    assertThatThrownBy(() -> SourceRun.of(Trail.PROVIDER, folder).config(all).open())
        .hasMessage(message);
  }
}
