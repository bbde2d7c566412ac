// SPDX-License-Identifier: Apache-2.0
package io.eyrie.api.source;

import io.eyrie.api.error.PluginException;
import io.eyrie.api.stability.Api;
import java.nio.file.Path;
import org.osgi.annotation.versioning.ConsumerType;

/**
 * A source that can also write what happens into files that its provider {@linkplain ReplayProvider
 * replays}: for {@code eyrie record}, and for rules that ask for what follows a match.
 */
@Api(status = Api.Status.EXPERIMENTAL, since = "0.1.0")
@ConsumerType
public interface RecordingSource extends Source {

  /**
   * Recordings may begin from now on: the source watches whatever their readers need. Called before
   * {@link #bind}, more than once at will.
   */
  void prepareRecording() throws PluginException;

  /**
   * Begins a recording: what is known at this moment, then one event after the other. Called
   * between polls, or from within {@link EventSink#accept}, whose event is then the first. Several
   * may run at once; what is still open is ended when the source is closed.
   *
   * @param file its name in the end; nothing is there yet, and readers find it there when it is
   *     complete
   * @throws PluginException if the file can't be made
   */
  Recording record(Path file, Options options) throws PluginException;

  /**
   * How a recording is made.
   *
   * @param compressed whether the file is
   * @param onlyMarked whether readers are shown only those events for which {@link Recording#mark}
   *     was called while they were judged; of the others just what explains these is written
   * @param waits whether the source waits for a slow disk, and so may lose events itself, which it
   *     tells; else the recording goes without them and counts them
   */
  @Api(status = Api.Status.EXPERIMENTAL, since = "0.1.0")
  record Options(boolean compressed, boolean onlyMarked, boolean waits) {}

  /** A recording that runs. Of the worker thread. */
  @Api(status = Api.Status.EXPERIMENTAL, since = "0.1.0")
  @ConsumerType
  interface Recording {

    /** The event that is being judged is wanted. */
    void mark();

    /** How many events were written that readers are shown. */
    long events();

    /** How large the file is at most, bytes; the end of it may not have been written yet. */
    long bytes();

    /** How many events are missing, since they could not be written in time or at all. */
    long lost();

    /**
     * Ends it: writes what is left, and puts the file under its name. Called once.
     *
     * @throws PluginException if it could not be written whole; what was written stays, under the
     *     name with {@code .part} behind it
     */
    void end() throws PluginException;
  }
}
