// SPDX-License-Identifier: Apache-2.0
package io.eyrie.output.grpc;

import io.eyrie.alerts.v1.Alert;
import io.eyrie.alerts.v1.QueryRequest;
import io.eyrie.alerts.v1.QueryResponse;
import io.eyrie.api.alert.AlertFilter;
import io.eyrie.api.alert.AlertLog;
import io.grpc.Context;
import io.grpc.Status;
import java.util.List;

/**
 * Searches the log for the pages of a query.
 *
 * <p>A page is bounded by bytes too. The log gives tokens for the ends of its own pages alone, so
 * it is asked for few alerts at a time, and what does not fit is asked for again by the next page.
 */
final class AlertPages {

  /** A page fits in the 4 MiB that clients of gRPC take when nobody told them otherwise. */
  private static final int LARGEST_PAGE = 3 << 20;

  private static final int FEW = 50;

  private final AlertLog log;

  AlertPages(AlertLog log) {
    this.log = log;
  }

  QueryResponse page(QueryRequest request) {
    AlertFilter filter = Filters.filter(request.getFilter());
    AlertLog.Order order = order(request);
    int size = Names.pageSize(request.getPageSize());
    QueryResponse.Builder page =
        QueryResponse.newBuilder()
            .setNextPageToken(Names.token("page_token", request.getPageToken()));
    long bytes = 0;
    int few = Math.min(FEW, size);
    while (true) {
      goOn();
      int wanted = Math.min(few, size - page.getAlertsCount());
      AlertLog.Page found = log.search(filter, order, wanted, page.getNextPageToken());
      List<Alert> alerts =
          found.alerts().stream()
              .map(alert -> Messages.message(alert, request.getIncludeJson()))
              .toList();
      long more = alerts.stream().mapToLong(Alert::getSerializedSize).sum();
      boolean fits = bytes + more <= LARGEST_PAGE;
      if (!fits && page.getAlertsCount() > 0) {
        return page.build();
      }
      if (!fits && alerts.size() > 1) {
        few = alerts.size() / 2;
        continue;
      }
      page.addAllAlerts(alerts).setNextPageToken(found.next());
      bytes += more;
      // A short page of the log is its last, or as much work as one call may be.
      if (alerts.size() < wanted || page.getAlertsCount() == size || found.next().isEmpty()) {
        return page.build();
      }
    }
  }

  private static AlertLog.Order order(QueryRequest request) {
    return switch (request.getOrder()) {
      case ORDER_UNSPECIFIED, ORDER_NEWEST_FIRST -> AlertLog.Order.NEWEST_FIRST;
      case ORDER_OLDEST_FIRST -> AlertLog.Order.OLDEST_FIRST;
      case UNRECOGNIZED ->
          throw Refused.invalid(
              "order %d is unknown: ORDER_NEWEST_FIRST or ORDER_OLDEST_FIRST"
                  .formatted(request.getOrderValue()));
    };
  }

  /** Nobody waits any more for the answer of a call whose deadline has passed. */
  private static void goOn() {
    if (Context.current().isCancelled()) {
      throw new Refused(Status.CANCELLED, "the call has ended");
    }
  }
}
