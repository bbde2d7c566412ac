// SPDX-License-Identifier: Apache-2.0
package io.eyrie.output.grpc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.Timestamp;
import io.eyrie.alerts.RequestFailed;
import io.eyrie.alerts.v1.Alert;
import io.eyrie.alerts.v1.AlertFilter;
import io.eyrie.alerts.v1.Delivery;
import io.eyrie.alerts.v1.ListRulesRequest;
import io.eyrie.alerts.v1.ListRulesResponse;
import io.eyrie.alerts.v1.Order;
import io.eyrie.alerts.v1.QueryRequest;
import io.eyrie.alerts.v1.QueryResponse;
import io.eyrie.alerts.v1.Rule;
import io.eyrie.alerts.v1.Source;
import io.eyrie.alerts.v1.SourceField;
import io.eyrie.api.alert.Priority;
import io.eyrie.api.field.Argument;
import io.eyrie.api.field.Field;
import io.eyrie.api.field.FieldType;
import io.eyrie.api.source.SourceDeclaration;
import io.eyrie.testkit.MadeAlert;
import io.eyrie.testkit.MemoryAlertLog;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** History, single alerts, and what is loaded. */
class QueryTest {

  private static final int ALERTS = 260;

  @TempDir static Path folder;

  private static final MemoryAlertLog LOG = new MemoryAlertLog();
  private static final LoadedContext CONTEXT = new LoadedContext();
  private static Served served;

  @BeforeAll
  static void serve() throws Exception {
    IntStream.rangeClosed(1, ALERTS).forEach(n -> LOG.append(MadeAlert.number(n)));
    served = new Served(LOG, CONTEXT.in(folder), Map.of());
  }

  @AfterAll
  static void close() {
    served.close();
  }

  @Test
  void pages_go_through_the_history_in_both_orders_without_holes() throws Exception {
    List<String> newest = all(QueryRequest.newBuilder().setPageSize(100));
    assertThat(newest)
        .containsExactlyElementsOf(
            IntStream.rangeClosed(1, ALERTS).mapToObj(n -> "event " + n).toList().reversed());
    assertThat(all(QueryRequest.newBuilder().setOrder(Order.ORDER_OLDEST_FIRST)))
        .isEqualTo(newest.reversed());
  }

  @Test
  void a_page_has_a_hundred_alerts_unless_told_otherwise() throws Exception {
    assertThat(served.client.query(QueryRequest.getDefaultInstance()).getAlertsCount())
        .isEqualTo(100);
    assertThat(
            served
                .client
                .query(QueryRequest.newBuilder().setPageSize(1000).build())
                .getAlertsCount())
        .isEqualTo(ALERTS);
  }

  @Test
  void every_part_of_a_filter_counts() throws Exception {
    List<AlertFilter.Builder> filters =
        List.of(
            AlertFilter.newBuilder().putFields("test.number", "77"),
            AlertFilter.newBuilder().setText("EVENT 77"),
            AlertFilter.newBuilder().setFrom(time(77)).setTo(time(78)));
    for (AlertFilter.Builder filter : filters) {
      assertThat(all(QueryRequest.newBuilder().setFilter(filter))).containsExactly("event 77");
    }
    AlertFilter.Builder far =
        AlertFilter.newBuilder()
            .setFrom(Timestamp.newBuilder().setSeconds(-62_135_596_800L))
            .setTo(Timestamp.newBuilder().setSeconds(253_402_300_799L));
    assertThat(all(QueryRequest.newBuilder().setFilter(far))).hasSize(ALERTS);
  }

  @Test
  void a_page_of_large_alerts_fits_in_a_message_of_four_mebibytes(@TempDir Path other)
      throws Exception {
    MemoryAlertLog large = new MemoryAlertLog();
    for (int n = 1; n <= 12; n++) {
      MadeAlert alert = MadeAlert.number(n);
      String text = n == 6 ? "x".repeat(5 << 20) : "x".repeat(900 << 10);
      large.append(
          new MadeAlert(
              alert.id(),
              alert.timeNanos(),
              alert.rule(),
              Priority.NOTICE,
              alert.source(),
              alert.instance(),
              alert.tags(),
              alert.hostname(),
              "event " + n,
              Map.of("test.text", text),
              alert.revision()));
    }
    try (Served two = new Served(large, CONTEXT.in(other), Map.of())) {
      List<String> messages = new ArrayList<>();
      String token = "";
      do {
        QueryResponse page =
            two.client.query(
                QueryRequest.newBuilder()
                    .setOrder(Order.ORDER_OLDEST_FIRST)
                    .setPageToken(token)
                    .build());
        assertThat(page.getSerializedSize() < 4 << 20 || page.getAlertsCount() == 1).isTrue();
        page.getAlertsList().forEach(alert -> messages.add(alert.getMessage()));
        token = page.getNextPageToken();
      } while (!token.isEmpty());
      assertThat(messages)
          .containsExactlyElementsOf(
              IntStream.rangeClosed(1, 12).mapToObj(n -> "event " + n).toList());
    }
  }

  @Test
  void an_alert_is_found_by_its_id() throws Exception {
    Alert found = served.client.find(MadeAlert.number(9).id()).orElseThrow();
    assertThat(found.getMessage()).isEqualTo("event 9");
    assertThat(served.client.find("f".repeat(32))).isEmpty();
  }

  @Test
  void rules_are_listed_in_pages_of_one_revision() throws Exception {
    ListRulesResponse first =
        served.client.rules(ListRulesRequest.newBuilder().setPageSize(2).build());
    assertThat(first.getRulesList()).extracting(Rule::getName).containsExactly("rule 0", "rule 1");
    assertThat(first.getRevision()).isEqualTo("r1");
    assertThat(first.getRules(0))
        .isEqualTo(
            Rule.newBuilder()
                .setName("rule 0")
                .setDescription("about rule 0")
                .setPriority(io.eyrie.alerts.v1.Priority.PRIORITY_NOTICE)
                .setSource("test")
                .addTags("tag")
                .setActive(true)
                .build());
    ListRulesRequest next =
        ListRulesRequest.newBuilder().setPageToken(first.getNextPageToken()).build();
    ListRulesResponse second = served.client.rules(next);
    assertThat(second.getRulesList()).extracting(Rule::getName).containsExactly("rule 2");
    assertThat(second.getNextPageToken()).isEmpty();
    CONTEXT.revision = "r2";
    try {
      assertThatThrownBy(() -> served.client.rules(next))
          .isInstanceOfSatisfying(
              RequestFailed.class, e -> assertThat(e.code()).isEqualTo("ABORTED"))
          .hasMessageContaining("begin with the first");
    } finally {
      CONTEXT.revision = "r1";
    }
  }

  @Test
  void sources_are_described_with_their_fields() throws Exception {
    CONTEXT.sources =
        List.of(
            SourceDeclaration.builder("test")
                .description("For tests.")
                .eventTypes(List.of("one", "two"))
                .provides("test", "1.2.3")
                .fields(
                    List.of(
                        Field.of("test.name", FieldType.STRING, "A name.")
                            .asList()
                            .withArgument(Argument.OPTIONAL_KEY)
                            .asDeprecated("use test.other")))
                .build());
    Source listed = served.client.sources().getFirst();
    assertThat(listed.getName()).isEqualTo("test");
    assertThat(listed.getDelivery()).isEqualTo(Delivery.DELIVERY_BEST_EFFORT);
    assertThat(listed.getEventTypesList()).containsExactly("one", "two");
    assertThat(listed.getProvidesMap()).containsExactly(Map.entry("test", "1.2.3"));
    assertThat(listed.getFieldCount()).isEqualTo(1);
    assertThat(listed.getFieldsList()).isEmpty();
    assertThat(served.client.source("test").orElseThrow().getFieldsList())
        .containsExactly(
            SourceField.newBuilder()
                .setName("test.name")
                .setType("string")
                .setList(true)
                .setArgument("optional_key")
                .setDescription("A name.")
                .setDeprecation("use test.other")
                .build());
  }

  private static Timestamp time(int number) {
    return Timestamp.newBuilder().setSeconds(1_700_000_000L).setNanos(number).build();
  }

  private static List<String> all(QueryRequest.Builder request) throws RequestFailed {
    List<String> messages = new ArrayList<>();
    String token = "";
    do {
      QueryResponse page = served.client.query(request.setPageToken(token).build());
      page.getAlertsList().forEach(alert -> messages.add(alert.getMessage()));
      token = page.getNextPageToken();
    } while (!token.isEmpty());
    return messages;
  }
}
