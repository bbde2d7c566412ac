// SPDX-License-Identifier: Apache-2.0
package com.example.door;

import io.eyrie.api.Plugin;
import io.eyrie.api.source.SourceProvider;
import io.eyrie.jsonlog.source.JsonLog;
import io.eyrie.jsonlog.webhook.Sender;
import io.eyrie.jsonlog.webhook.WebHook;
import java.util.List;

/** The entry, and all of the source: its table of fields, what its records look like, its inputs. */
public final class DoorPlugin implements Plugin {

  private static final JsonLog SOURCE =
      JsonLog.builder("doors")
          .description("Doors of a building that badges opened, or did not.")
          // What a collector wraps records in: {"entries": [...]}.
          .wrapper("entries")
          .time("/at")
          // Whatever is sent twice is one event.
          .identity("/id")
          .fields(DoorFields.fields())
          // Files and folders are there without being asked for.
          .input(new WebHook(Sender.PLAIN))
          .build();

  @Override
  public List<SourceProvider> sources() {
    return List.of(SOURCE);
  }
}
