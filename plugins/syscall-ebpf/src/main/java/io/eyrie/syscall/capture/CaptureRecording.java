// SPDX-License-Identifier: Apache-2.0
package io.eyrie.syscall.capture;

import io.eyrie.api.error.PluginException;
import io.eyrie.api.source.RecordingSource.Options;
import io.eyrie.api.source.RecordingSource.Recording;
import io.eyrie.syscall.event.Event;
import io.eyrie.syscall.state.FactSink;
import io.eyrie.syscall.table.EventRow;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.function.Consumer;

/**
 * A capture that is being made of the running system. Until it is complete it has {@code .part}
 * behind its name. Of the worker of the source.
 */
public final class CaptureRecording implements Recording {

  private final Path file;
  private final Path part;
  private final Options options;
  private final ChunkStream stream;
  private final CaptureWriter writer;
  private boolean marked;
  private boolean broken;
  private long events;
  private long lost;

  private CaptureRecording(Path file, Options options) throws IOException {
    this.file = file;
    this.part = file.resolveSibling(file.getFileName() + ".part");
    this.options = options;
    this.stream = new ChunkStream(part, options.compressed());
    this.writer = CaptureWriter.onto(stream);
  }

  /**
   * Begins a capture with what is known now.
   *
   * @param facts tells it
   * @throws PluginException if the file can't be made
   */
  public static CaptureRecording begin(
      Path file, Options options, MachineInfo machine, Consumer<FactSink> facts)
      throws PluginException {
    if (Files.exists(file)) {
      throw PluginException.user(
          "record.exists", file + ": there is such a file already; name another one");
    }
    CaptureRecording recording = null;
    try {
      recording = new CaptureRecording(file, options);
      recording.writer.head(machine, facts);
      return recording;
    } catch (IOException e) {
      if (recording != null) {
        recording.giveUp();
      }
      throw unwritable(file, e);
    }
  }

  private static PluginException unwritable(Path file, IOException e) {
    String reason =
        switch (e) {
          case NoSuchFileException _ -> "there is no such folder";
          case FileAlreadyExistsException there ->
              there.getFile() + " is there already: another recording runs, or was broken off";
          default -> String.valueOf(e.getMessage());
        };
    return PluginException.resources("record.unwritable", file + ": " + reason, e);
  }

  private void giveUp() {
    try {
      writer.close();
    } catch (IOException _) {
      // What led here is told.
    }
  }

  /** Writes an event that has been judged. */
  public void add(Event event) {
    boolean shown = !options.onlyMarked() || marked;
    marked = false;
    if (!shown && !explains(event.row())) {
      return;
    }
    if (broken || (!options.waits() && !stream.ready())) {
      lost++;
      return;
    }
    try {
      writer.write(event, !shown);
      events += shown ? 1 : 0;
    } catch (IOException _) {
      // Told at the end; nothing more can be written.
      broken = true;
      lost++;
    }
  }

  /** Whether a reader needs the event to know what others are about. */
  private static boolean explains(EventRow row) {
    return row.kind() == EventRow.Kind.METAEVENT
        || row.has(EventRow.Flag.MODIFIES_STATE)
        || row.has(EventRow.Flag.CREATES_FD)
        || row.has(EventRow.Flag.DESTROYS_FD);
  }

  @Override
  public void mark() {
    marked = true;
  }

  @Override
  public long events() {
    return events;
  }

  @Override
  public long bytes() {
    return options.compressed() ? stream.written() : stream.taken();
  }

  @Override
  public long lost() {
    return lost;
  }

  @Override
  public void end() throws PluginException {
    try {
      writer.close();
      Files.move(part, file, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      throw PluginException.resources(
          "record.broken_off",
          "the recording is not complete, what there is of it is in "
              + part
              + ": "
              + e.getMessage(),
          e);
    }
  }
}
