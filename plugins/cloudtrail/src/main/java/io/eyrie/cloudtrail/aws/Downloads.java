// SPDX-License-Identifier: Apache-2.0
package io.eyrie.cloudtrail.aws;

import io.eyrie.api.error.PluginException;
import io.eyrie.api.source.SourceContext;
import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.LongConsumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.exception.AbortedException;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.core.sync.ResponseTransformer;
import software.amazon.awssdk.http.AbortableInputStream;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;

/**
 * Downloads objects side by side, so many at once, the one that was asked for first before the
 * others, and tries again where that may help. Large objects, and those that there is no memory for
 * right now, wait in files, so that memory stays flat whatever their size and number. Safe for
 * several threads.
 */
public final class Downloads implements AutoCloseable {

  private static final int LARGEST_IN_MEMORY = 256 << 10;
  private static final int MOST_IN_MEMORY = 16 << 20;

  private final S3Client s3;
  private final Persistence persistence;
  private final Predicate<Failure> hopeless;
  private final Path folder;
  private final Semaphore slots;
  private final Semaphore memory = new Semaphore(MOST_IN_MEMORY);
  private final ExecutorService threads;
  private final AtomicInteger running = new AtomicInteger();
  private final AtomicLong files = new AtomicLong();
  private final LongAdder bytes;
  private final LongConsumer time;

  private Downloads(
      S3Client s3,
      int atOnce,
      Predicate<Failure> hopeless,
      Persistence persistence,
      Path folder,
      SourceContext context) {
    this.s3 = s3;
    this.persistence = persistence;
    this.hopeless = hopeless;
    this.folder = folder;
    // Fair: the reader waits for the first of them.
    this.slots = new Semaphore(atOnce, true);
    this.threads =
        Executors.newThreadPerTaskExecutor(
            Thread.ofVirtual().name(context.instance() + "-download-", 0).factory());
    this.bytes = context.metrics().counter("bytes_downloaded", "Bytes of objects, as stored.");
    this.time = context.metrics().timer("download", "How long the download of an object takes.");
    context.metrics().gauge("downloads_running", "Downloads under way.", running::get);
  }

  /**
   * Prepares for downloads.
   *
   * @param hopeless says of a failure of an object that it stays as it is
   * @throws PluginException if the folder for large objects can't be made
   */
  public static Downloads open(
      S3Client s3,
      int atOnce,
      Predicate<Failure> hopeless,
      Persistence persistence,
      SourceContext context)
      throws PluginException {
    Path folder = context.dataDirectory().resolve("downloads");
    try {
      Files.createDirectories(folder);
      empty(folder);
    } catch (IOException e) {
      throw PluginException.resources(
          "downloads.folder", folder + " can't be used for downloads: " + e.getMessage(), e);
    }
    return new Downloads(s3, atOnce, hopeless, persistence, folder, context);
  }

  private static void empty(Path folder) throws IOException {
    try (DirectoryStream<Path> left = Files.newDirectoryStream(folder)) {
      for (Path file : left) {
        Files.deleteIfExists(file);
      }
    }
  }

  /** Begins a download as soon as one of the slots is free. */
  public CompletableFuture<Download> start(ObjectName name) {
    CompletableFuture<Download> done = new CompletableFuture<>();
    threads.execute(() -> {
      try {
        done.complete(download(name));
      } catch (InterruptedException _) {
        done.cancel(false);
      } catch (RuntimeException | Error e) {
        done.completeExceptionally(e);
      }
    });
    return done;
  }

  private Download download(ObjectName name) throws InterruptedException {
    try {
      return persistence.until(
          name.toString(), "s3:GetObject, and kms:Decrypt for its key", hopeless, () -> once(name));
    } catch (Persistence.Hopeless e) {
      return new Download.Failed(e.failure());
    }
  }

  /** The slot is free again in the pauses between two tries. */
  private Download once(ObjectName name) {
    slots.acquireUninterruptibly();
    if (Thread.currentThread().isInterrupted()) {
      slots.release();
      throw AbortedException.create("closed");
    }
    running.incrementAndGet();
    long begun = System.nanoTime();
    try (Answer answer =
        s3.getObject(
            request -> request.bucket(name.bucket()).key(name.key()),
            ResponseTransformer.unmanaged(Answer::new))) {
      Download.Content content = content(answer);
      time.accept(System.nanoTime() - begun);
      return new Download.Done(content, answer.response().lastModified().toEpochMilli());
    } catch (IOException | UncheckedIOException e) {
      throw SdkClientException.create("the connection broke off: " + e.getMessage(), e);
    } finally {
      running.decrementAndGet();
      slots.release();
    }
  }

  private Download.Content content(Answer answer) throws IOException {
    Long length = answer.response().contentLength();
    if (length != null
        && length <= LARGEST_IN_MEMORY
        && memory.tryAcquire(Math.toIntExact(length))) {
      return inMemory(answer, Math.toIntExact(length));
    }
    Path file = folder.resolve(Long.toString(files.incrementAndGet()));
    boolean whole = false;
    try {
      bytes.add(Files.copy(answer.in(), file));
      whole = true;
    } finally {
      if (!whole) {
        Files.deleteIfExists(file);
      }
    }
    return new Download.Content.InFile(file);
  }

  private Download.Content inMemory(Answer answer, int length) throws IOException {
    byte @Nullable [] all = null;
    try {
      byte[] read = answer.in().readNBytes(length);
      if (read.length < length) {
        throw new EOFException(read.length + " of " + length + " bytes came");
      }
      bytes.add(length);
      all = read;
      return new Download.Content.InMemory(read, memory);
    } finally {
      if (all == null) {
        memory.release(length);
      }
    }
  }

  @Override
  public void close() {
    threads.shutdownNow();
    threads.close();
    try {
      empty(folder);
    } catch (IOException _) {
      // It is emptied when the instance is opened again.
    }
  }

  /**
   * An object on its way. Not the SDK's own stream, whose time-out is watched by a thread that
   * never ends and so keeps this plugin in memory after it is unloaded.
   */
  private record Answer(GetObjectResponse response, AbortableInputStream in) implements Closeable {

    @Override
    public void close() throws IOException {
      in.close();
    }
  }
}
