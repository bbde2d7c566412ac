// SPDX-License-Identifier: Apache-2.0
package io.eyrie.output.grpc;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.eyrie.api.error.PluginException;
import io.eyrie.api.observe.Health;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;

/**
 * The bearer tokens that are let in: the lines of a file, which is read again when it changes.
 *
 * <p>Only digests are kept, and compared in a time that depends on no token. A file that can't be
 * read any more leaves the tokens as they are, and the output says so. Safe for several threads.
 */
final class BearerTokens {

  private static final Pattern TOKEN = Pattern.compile("[A-Za-z0-9._~+/=-]{16,512}");
  private static final int MOST = 1000;
  private static final long LARGEST_FILE = 1 << 20;
  private static final long LOOK_AGAIN = TimeUnit.SECONDS.toNanos(1);

  private final Path file;
  private final Health health;
  private volatile List<byte[]> digests = List.of();
  private State seen = State.NONE;
  private long lookedAt = System.nanoTime();

  private BearerTokens(Path file, Health health) {
    this.file = file;
    this.health = health;
  }

  /** By what a changed file is known. */
  private record State(FileTime changed, long size) {

    static final State NONE = new State(FileTime.fromMillis(0), -1);

    static State of(Path file) throws IOException {
      return new State(Files.getLastModifiedTime(file), Files.size(file));
    }
  }

  /**
   * Reads the file.
   *
   * @throws PluginException of kind USER: names the file and the line, never a token
   */
  static BearerTokens of(Path file, Health health) throws PluginException {
    BearerTokens tokens = new BearerTokens(file, health);
    try {
      tokens.read();
    } catch (IOException e) {
      throw PluginException.user("config.invalid", problem(file, e));
    }
    return tokens;
  }

  private static String problem(Path file, IOException e) {
    return "tokens can't be read from %s (%s): write a token in each line, 16 to 512 letters, digits and . _ ~ + / = -"
        .formatted(file, reason(e));
  }

  private static String reason(IOException e) {
    if (e instanceof NoSuchFileException) {
      return "there is no such file";
    }
    return e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
  }

  private void read() throws IOException {
    State state = State.of(file);
    if (state.size() > LARGEST_FILE) {
      throw new IOException("it is larger than 1 MiB");
    }
    List<byte[]> read = new ArrayList<>();
    int number = 0;
    for (String line : Files.readAllLines(file, UTF_8)) {
      number++;
      String token = line.strip();
      if (token.isEmpty() || token.startsWith("#")) {
        continue;
      }
      if (!TOKEN.matcher(token).matches()) {
        throw new IOException("line " + number + " is no token");
      }
      read.add(digest(token));
    }
    if (read.isEmpty() || read.size() > MOST) {
      throw new IOException("it has %d tokens, 1 to %d are possible".formatted(read.size(), MOST));
    }
    digests = List.copyOf(read);
    seen = state;
  }

  /** Whether a token is one of them. */
  boolean letIn(String token) {
    lookAgain(System.nanoTime());
    byte[] digest = digest(token);
    boolean known = false;
    for (byte[] one : digests) {
      known |= MessageDigest.isEqual(one, digest);
    }
    return known;
  }

  /** Looks at the file, unless it did so within the last second. */
  synchronized void lookAgain(long now) {
    if (now - lookedAt < LOOK_AGAIN) {
      return;
    }
    lookedAt = now;
    try {
      if (!State.of(file).equals(seen)) {
        read();
        health.healthy();
      }
    } catch (IOException e) {
      health.degraded("the tokens of before are let in, " + problem(file, e));
    }
  }

  private static byte[] digest(String token) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(token.getBytes(UTF_8));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
