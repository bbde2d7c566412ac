// SPDX-License-Identifier: Apache-2.0
package io.eyrie.cloudtrail.aws;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

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

  /** The bytes of an object, in memory when they are few. */
  sealed interface Content {

    /** Reads them from the beginning; of a file, to be read once: it is deleted when closed. */
    InputStream open() throws IOException;

    /** Few bytes. */
    final class InMemory implements Content {

      private final byte[] bytes;

      InMemory(byte[] bytes) {
        this.bytes = bytes;
      }

      @Override
      public InputStream open() {
        return new ByteArrayInputStream(bytes);
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
