// SPDX-License-Identifier: Apache-2.0

import io.eyrie.alerts.AlertClient;
import io.eyrie.alerts.AlertStream;
import io.eyrie.alerts.v1.AlertFilter;
import io.eyrie.alerts.v1.Priority;
import io.eyrie.alerts.v1.StartPosition;
import io.eyrie.alerts.v1.SubscribeRequest;
import io.eyrie.alerts.v1.SubscribeResponse;
import java.time.Duration;
import java.util.Optional;

/**
 * Prints the alerts of an Eyrie host as the subscriber {@code example}, whose place the host keeps:
 * {@code java -cp 'lib/*' Subscribe.java 127.0.0.1:7411}.
 */
final class Subscribe {

  private static final String NAME = "example";

  private Subscribe() {}

  public static void main(String[] args) throws Exception {
    SubscribeRequest request =
        SubscribeRequest.newBuilder()
            .setSubscriber(NAME)
            .setStart(StartPosition.START_POSITION_OLDEST)
            .setFilter(AlertFilter.newBuilder().setMinimumPriority(Priority.PRIORITY_NOTICE))
            .build();
    try (AlertClient client = AlertClient.connect(args[0]);
        AlertStream stream = client.subscribe(request)) {
      while (true) {
        // Reconnects by itself; throws when the host refuses the request for good.
        Optional<SubscribeResponse> next = stream.next(Duration.ofMinutes(1));
        if (next.isEmpty()) {
          System.err.println("nothing: " + stream.problem());
          continue;
        }
        SubscribeResponse step = next.get();
        switch (step.getEventCase()) {
          case ALERT -> {
            System.out.println(step.getAlert().getOutput());
            // Each acknowledgement is stored before it is answered: busy receivers send one for
            // many alerts.
            client.acknowledge(NAME, step.getToken());
          }
          case GAP -> System.err.println("alerts are missing here: " + step.getGap().getReason());
          case HEARTBEAT, EVENT_NOT_SET -> {
            // The stream lives.
          }
        }
      }
    }
  }
}
