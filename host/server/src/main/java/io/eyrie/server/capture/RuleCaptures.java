// SPDX-License-Identifier: Apache-2.0
package io.eyrie.server.capture;

import io.eyrie.api.error.PluginException;
import io.eyrie.api.source.RecordingSource;
import io.eyrie.api.source.RecordingSource.Options;
import io.eyrie.api.source.RecordingSource.Recording;
import io.eyrie.api.source.Source;
import io.eyrie.engine.expand.RuleDefinition;
import io.eyrie.server.config.CaptureConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The captures of one source instance: one at a time, from a match until the longest time that a
 * rule asked for since is over. Of the instance's worker thread.
 */
public final class RuleCaptures {

  private static final Logger LOG = LoggerFactory.getLogger(RuleCaptures.class);
  private static final String ENDING = ".scap";

  /** After a failure the next match that asks is passed over for so long. */
  private static final long PAUSE_NANOS = 60_000_000_000L;

  private final CaptureConfig config;
  private final String instance;
  private final CaptureReports reports;
  private @Nullable RecordingSource source;
  private @Nullable Recording recording;
  private Path file = Path.of("");
  private long untilNanos;
  private long pausedUntilNanos = Long.MIN_VALUE;

  /** Of an instance that is not open yet. */
  public RuleCaptures(CaptureConfig config, String instance, CaptureReports reports) {
    this.config = config;
    this.instance = instance;
    this.reports = reports;
  }

  /** The source was opened, and is not bound to rules yet. */
  public void opened(Source opened) throws PluginException {
    source = null;
    if (config.enabled()) {
      if (opened instanceof RecordingSource able) {
        able.prepareRecording();
        source = able;
      } else {
        LOG.debug("{}: its events can't be recorded", instance);
      }
    }
  }

  /**
   * A rule matched the event that is being judged.
   *
   * @param nowNanos the wall clock, since the epoch
   * @param eventNanos when the event happened
   * @param number of the event
   */
  public void matched(RuleDefinition rule, long nowNanos, long eventNanos, long number) {
    RecordingSource able = source;
    if (able == null || !(config.everyRule() || rule.capture())) {
      return;
    }
    long asked = rule.captureDurationMillis();
    long nanos =
        Math.min(
            asked > 0 ? asked * 1_000_000L : config.defaultDuration().toNanos(),
            Long.MAX_VALUE / 4);
    if (recording == null) {
      if (nowNanos < pausedUntilNanos) {
        return;
      }
      untilNanos = 0;
      begin(able, nowNanos, eventNanos, number);
    }
    untilNanos = Math.max(untilNanos, nowNanos + nanos);
  }

  private void begin(RecordingSource able, long nowNanos, long eventNanos, long number) {
    Path prefix = config.pathPrefix();
    file =
        prefix.resolveSibling(
            "%s_%017d_%08d%s".formatted(prefix.getFileName(), eventNanos, number, ENDING));
    try {
      Path folder = file.getParent();
      if (folder != null && !Files.exists(folder)) {
        Files.createDirectories(
            folder,
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
      }
      makeRoom();
      recording = able.record(file, new Options(true, false, false));
      LOG.info("{}: what follows is recorded in {}", instance, file);
    } catch (PluginException | IOException e) {
      pausedUntilNanos = nowNanos + PAUSE_NANOS;
      reports.failed(file, String.valueOf(e.getMessage()));
    }
  }

  /** Deletes the oldest files, so that there is room for another one. */
  private void makeRoom() throws IOException {
    Path folder = config.pathPrefix().getParent();
    String prefix = config.pathPrefix().getFileName() + "_";
    if (folder == null) {
      return;
    }
    List<Path> there;
    try (Stream<Path> files = Files.list(folder)) {
      there =
          files
              .filter(each -> {
                String name = String.valueOf(each.getFileName());
                return name.startsWith(prefix)
                    && name.substring(prefix.length()).matches("[0-9]+_[0-9]+\\.scap");
              })
              .sorted()
              .toList();
    }
    for (int i = 0; i <= there.size() - config.maxFiles(); i++) {
      Files.deleteIfExists(there.get(i));
      LOG.info("{}: {} was deleted to make room for another capture", instance, there.get(i));
    }
  }

  /** A poll has returned. */
  public void polled(long nowNanos) {
    Recording open = recording;
    if (open == null) {
      return;
    }
    if (config.maxFileSize() > 0 && open.bytes() >= config.maxFileSize()) {
      end(open);
      reports.limitReached(file, config.maxFileSize());
    } else if (nowNanos >= untilNanos) {
      end(open);
    }
  }

  /** The source is about to be closed. */
  public void closing() {
    Recording open = recording;
    if (open != null) {
      end(open);
    }
    source = null;
  }

  private void end(Recording open) {
    recording = null;
    try {
      open.end();
      LOG.info("{}: {} has {} events", instance, file, open.events());
      if (open.lost() > 0) {
        reports.incomplete(file, open.lost());
      }
    } catch (PluginException e) {
      reports.failed(file, String.valueOf(e.getMessage()));
    }
  }
}
