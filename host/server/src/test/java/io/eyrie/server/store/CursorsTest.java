// SPDX-License-Identifier: Apache-2.0
package io.eyrie.server.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Which places are durable while a reader moves on. */
class CursorsTest {

  private static final CursorName READER = CursorName.ofOutput("file");

  private Connection connection;
  private Cursors cursors;

  @BeforeEach
  void open() throws Exception {
    connection = DriverManager.getConnection("jdbc:sqlite::memory:");
    try (Statement sql = connection.createStatement()) {
      sql.execute(
          """
          CREATE TABLE cursors(output TEXT, reader TEXT, seq INTEGER, notice TEXT,
            PRIMARY KEY(output, reader))\
          """);
    }
    cursors = new Cursors(connection);
    Cursors.create(connection, READER, new Cursors.Place(0, ""));
    cursors.created(READER, new Cursors.Place(0, ""));
  }

  @AfterEach
  void close() throws Exception {
    connection.close();
  }

  private void acknowledge(long number) {
    cursors.acknowledge(READER, new Cursors.Progress(number, Map.of()));
  }

  private boolean durable(long number) throws InterruptedException {
    return cursors.awaitDurable(READER, number, Duration.ZERO);
  }

  @Test
  void a_place_is_durable_once_it_is_written_also_when_the_reader_has_moved_on_meanwhile()
      throws Exception {
    acknowledge(5);
    assertThat(durable(5)).isFalse();
    Map<CursorName, Cursors.Progress> batch = cursors.write(connection);
    acknowledge(9);
    assertThat(durable(5)).isFalse();
    cursors.written(batch);
    assertThat(durable(5)).isTrue();
    assertThat(durable(6)).isFalse();
    assertThat(durable(9)).isFalse();
    cursors.written(cursors.write(connection));
    assertThat(durable(9)).isTrue();
  }

  @Test
  void all_is_durable_once_nothing_is_left_to_be_written() throws Exception {
    assertThat(durable(Long.MAX_VALUE)).isTrue();
    acknowledge(5);
    assertThat(durable(Long.MAX_VALUE)).isFalse();
    cursors.written(cursors.write(connection));
    assertThat(durable(Long.MAX_VALUE)).isTrue();
  }
}
