// SPDX-License-Identifier: Apache-2.0
package io.eyrie.output.file;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.eyrie.alerttext.AlertLine;
import io.eyrie.api.alert.Alert;
import io.eyrie.api.error.PluginException;
import io.eyrie.api.observe.Health;
import io.eyrie.api.output.OutputContext;
import io.eyrie.api.output.PushOutput;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.time.Clock;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;

/**
 * Appends each batch to the file and rotates it; packing goes on aside.
 *
 * <p>Before each batch it looks whether the path still leads to its file. So tools that rotate by
 * themselves need no signal: a file that was moved away is left and a new one begun.
 */
final class FileOutput implements PushOutput {

  private final FileSettings settings;
  private final AlertLine line;
  private final Clock clock;
  private final Health health;
  private final RotatedFiles rotated;
  private final ExecutorService aside;
  private @Nullable LineFile file;
  private long periodMillis;

  private FileOutput(FileSettings settings, AlertLine line, Clock clock, OutputContext context) {
    this.settings = settings;
    this.line = line;
    this.clock = clock;
    this.health = context.health();
    this.rotated = new RotatedFiles(settings);
    this.aside =
        Executors.newSingleThreadExecutor(
            Thread.ofPlatform().name(context.instance() + "-packing").daemon().factory());
  }

  static FileOutput open(FileSettings settings, AlertLine line, Clock clock, OutputContext context)
      throws PluginException {
    FileOutput output = new FileOutput(settings, line, clock, context);
    try {
      output.current();
    } catch (IOException e) {
      output.close();
      throw output.failure(e, true);
    }
    output.tidyAside();
    return output;
  }

  @Override
  public void deliver(List<Alert> batch) throws PluginException {
    StringBuilder text = new StringBuilder();
    for (Alert alert : batch) {
      line.append(alert, text);
      text.append('\n');
    }
    byte[] lines = text.toString().getBytes(UTF_8);
    try {
      LineFile target = current();
      if (due(target, lines.length)) {
        release();
        rotated.rotate(clock.instant());
        target = current();
        tidyAside();
      }
      target.append(lines, settings.sync());
    } catch (IOException e) {
      // A disk that came back may need the file opened anew.
      release();
      throw failure(e, false);
    }
  }

  /** The file, opened anew when somebody has moved it away. */
  private LineFile current() throws IOException {
    LineFile open = file;
    if (open != null && open.inPlace()) {
      return open;
    }
    release();
    open = LineFile.open(settings.path(), settings.permissions());
    file = open;
    periodMillis = period(open.begunMillis());
    return open;
  }

  private boolean due(LineFile target, int more) throws IOException {
    long size = target.size();
    if (size == 0) {
      periodMillis = period(clock.millis());
      return false;
    }
    return (settings.maxSize() > 0 && size + more > settings.maxSize())
        || period(clock.millis()) != periodMillis;
  }

  private long period(long millis) {
    return settings.everyMillis() == 0 ? 0 : Math.floorDiv(millis, settings.everyMillis());
  }

  private void tidyAside() {
    aside.execute(() -> {
      try {
        rotated.tidy();
        health.healthy();
      } catch (IOException | RuntimeException e) {
        health.degraded(
            "rotated files beside %s can't be packed or deleted (%s); they are tried again at the next rotation"
                .formatted(settings.path(), reason(e)));
      }
    });
  }

  private void release() {
    LineFile open = file;
    file = null;
    if (open != null) {
      try {
        open.close();
      } catch (IOException e) {
        health.degraded(settings.path() + " can't be closed: " + reason(e));
      }
    }
  }

  private PluginException failure(IOException e, boolean opening) {
    String what = "%s can't be written (%s)".formatted(settings.path(), reason(e));
    if (what.contains("No space left on device") || what.contains("quota exceeded")) {
      return PluginException.resources("file.full", what + ": make room on its disk", e);
    }
    boolean operators = e instanceof AccessDeniedException || e instanceof NoSuchFileException;
    if (operators && opening) {
      return PluginException.user(
          "file.unwritable",
          what
              + ": make its folder, and give the user that Eyrie runs as the right to write there");
    }
    return PluginException.external("file.failed", what, e);
  }

  private static String reason(Exception e) {
    return switch (e) {
      case AccessDeniedException _ -> "permission denied";
      case NoSuchFileException _ -> "its folder is not there";
      case FileSystemException f when f.getReason() != null -> String.valueOf(f.getReason());
      default -> Objects.requireNonNullElse(e.getMessage(), e.toString());
    };
  }

  /** Waits for what is being packed. */
  @Override
  public void close() {
    release();
    aside.close();
  }
}
