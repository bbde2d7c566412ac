// SPDX-License-Identifier: Apache-2.0
package io.eyrie.cloudtrail.aws;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** What came of the download of an object. */
public sealed interface Download {

  /**
   * The object is here.
   *
   * @param modifiedMillis when it was written, milliseconds since the epoch
   */
  record Done(Content content, long modifiedMillis) implements Download {}

  /**
   * It can't be had.
   *
   * @param failure why
   */
  record Failed(Failure failure) implements Download {}

  /** The bytes of an object, in memory or in a file; to be opened once, which gives them away. */
  sealed interface Content {

    /** Reads them from the beginning; what held them is free again when the stream is closed. */
    InputStream open() throws IOException;

    /** Bytes in memory that is counted. */
    final class InMemory implements Content {

      private final AtomicReference<byte @Nullable []> bytes;
      private final Semaphore memory;

      /**
       * Holds bytes.
       *
       * @param memory from which a permit for each byte was taken, to be given back
       */
      InMemory(byte[] bytes, Semaphore memory) {
        this.bytes = new AtomicReference<>(bytes);
        this.memory = memory;
      }

      @Override
      public InputStream open() throws IOException {
        byte[] taken = bytes.getAndSet(null);
        if (taken == null) {
          throw new IOException("the object was opened before");
        }
        return new Counted(taken, memory);
      }

      /** Gives the memory of its bytes back when it is closed. */
      private static final class Counted extends ByteArrayInputStream {

        private final AtomicInteger held;
        private final Semaphore memory;

        Counted(byte[] bytes, Semaphore memory) {
          super(bytes);
          this.held = new AtomicInteger(bytes.length);
          this.memory = memory;
        }

        @Override
        public void close() {
          memory.release(held.getAndSet(0));
        }
      }
    }

    /**
     * Many bytes.
     *
     * @param path of a file that nobody else uses
     */
    record InFile(Path path) implements Content {

      @Override
      public InputStream open() throws IOException {
        return Files.newInputStream(path, StandardOpenOption.DELETE_ON_CLOSE);
      }
    }
  }
}
