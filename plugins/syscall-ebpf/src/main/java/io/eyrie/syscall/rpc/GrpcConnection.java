// SPDX-License-Identifier: Apache-2.0
package io.eyrie.syscall.rpc;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;

/**
 * A connection of HTTP/2 on which calls of gRPC are made, one after the other, with one message
 * each way. One thread.
 */
public final class GrpcConnection implements AutoCloseable {

  private static final int MOST_BYTES = 16 * 1024 * 1024;
  private static final int LARGEST_FRAME = 16 * 1024;
  private static final int MOST_HEADER_BYTES = 64 * 1024;
  private static final int PREFIX = 5;

  private static final int DATA = 0;
  private static final int HEADERS = 1;
  private static final int RST_STREAM = 3;
  private static final int SETTINGS = 4;
  private static final int PUSH_PROMISE = 5;
  private static final int PING = 6;
  private static final int GOAWAY = 7;
  private static final int WINDOW_UPDATE = 8;
  private static final int CONTINUATION = 9;

  private static final int ACK = 1;
  private static final int END_STREAM = 1;
  private static final int END_HEADERS = 4;
  private static final int PADDED = 8;
  private static final int PRIORITY = 0x20;

  private static final int ENABLE_PUSH = 2;
  private static final int INITIAL_WINDOW_SIZE = 4;

  private final UnixConnection connection;
  private final HeaderReader headers = new HeaderReader();
  private int stream = -1;

  private GrpcConnection(UnixConnection connection) {
    this.connection = connection;
  }

  /**
   * Connects.
   *
   * @param deadline of all calls together
   */
  public static GrpcConnection open(Path socket, Deadline deadline) throws IOException {
    UnixConnection connection = UnixConnection.open(socket, deadline);
    try {
      connection.write("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
      GrpcConnection opened = new GrpcConnection(connection);
      ByteBuffer settings = ByteBuffer.allocate(12);
      settings.putShort((short) ENABLE_PUSH).putInt(0);
      settings.putShort((short) INITIAL_WINDOW_SIZE).putInt(MOST_BYTES);
      opened.send(SETTINGS, 0, 0, settings.array());
      opened.send(WINDOW_UPDATE, 0, 0, ByteBuffer.allocate(4).putInt(MOST_BYTES).array());
      return opened;
    } catch (IOException | RuntimeException e) {
      connection.close();
      throw e;
    }
  }

  /**
   * Makes a call.
   *
   * @param method {@code package.Service/Method}
   * @param metadata further headers, of ASCII
   * @param message at most 16,000 bytes
   * @throws IOException when nobody answers, or the answer is late, broken or longer than 16 MiB;
   *     the connection is of no further use then
   */
  public GrpcAnswer call(String method, Map<String, String> metadata, byte[] message)
      throws IOException {
    stream += 2;
    send(HEADERS, END_HEADERS, stream, request(method, metadata));
    ByteBuffer framed = ByteBuffer.allocate(PREFIX + message.length);
    framed.put((byte) 0).putInt(message.length).put(message);
    send(DATA, END_STREAM, stream, framed.array());
    return answer();
  }

  private GrpcAnswer answer() throws IOException {
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    Map<String, String> answered = Map.of();
    while (true) {
      Frame frame = next();
      boolean ours = frame.stream() == stream;
      switch (frame.type()) {
        case DATA -> {
          byte[] part = frame.content();
          if (frame.payload().length > 0) {
            // Only of the connection: the window of a stream is as large as an answer may be.
            send(
                WINDOW_UPDATE, 0, 0, ByteBuffer.allocate(4).putInt(frame.payload().length).array());
          }
          if (body.size() + part.length > MOST_BYTES) {
            throw new IOException("an answer longer than " + MOST_BYTES + " bytes");
          }
          if (ours) {
            body.writeBytes(part);
          }
        }
        case HEADERS -> {
          Map<String, String> read = headers.read(block(frame));
          answered = ours ? read : answered;
          String status = ours ? read.get(":status") : null;
          if (status != null && !status.equals("200")) {
            throw new IOException("HTTP status " + status + ": not a service of gRPC");
          }
        }
        case RST_STREAM -> {
          if (ours) {
            throw new IOException("the service gave the call up");
          }
        }
        case GOAWAY -> {
          if (frame.payload().length < 8
              || (ByteBuffer.wrap(frame.payload()).getInt() & Integer.MAX_VALUE) < stream) {
            throw new IOException("the service closes the connection");
          }
        }
        case SETTINGS -> {
          if ((frame.flags() & ACK) == 0) {
            send(SETTINGS, ACK, 0, new byte[0]);
          }
        }
        case PING -> {
          if ((frame.flags() & ACK) == 0) {
            send(PING, ACK, 0, frame.payload());
          }
        }
        case PUSH_PROMISE, CONTINUATION -> throw new IOException("an answer that is not gRPC");
        default -> {}
      }
      if (ours
          && (frame.type() == DATA || frame.type() == HEADERS)
          && (frame.flags() & END_STREAM) != 0) {
        return finished(answered, body.toByteArray());
      }
    }
  }

  private static GrpcAnswer finished(Map<String, String> trailers, byte[] body) throws IOException {
    int status;
    try {
      status = Integer.parseInt(trailers.getOrDefault("grpc-status", ""));
    } catch (NumberFormatException e) {
      throw new IOException("an answer that is not gRPC: it has no status", e);
    }
    String reason = trailers.getOrDefault("grpc-message", "");
    if (body.length == 0) {
      return new GrpcAnswer(status, reason, body);
    }
    if (body.length < PREFIX
        || body[0] != 0
        || ByteBuffer.wrap(body, 1, 4).getInt() != body.length - PREFIX) {
      throw new IOException("an answer that is not one plain message of gRPC");
    }
    return new GrpcAnswer(status, reason, Arrays.copyOfRange(body, PREFIX, body.length));
  }

  /** The block of headers that begins with this frame. */
  private byte[] block(Frame first) throws IOException {
    ByteArrayOutputStream block = new ByteArrayOutputStream();
    block.writeBytes(first.content());
    int flags = first.flags();
    while ((flags & END_HEADERS) == 0) {
      Frame more = next();
      if (more.type() != CONTINUATION || more.stream() != first.stream()) {
        throw new IOException("headers that end in the middle");
      }
      block.writeBytes(more.payload());
      if (block.size() > MOST_HEADER_BYTES) {
        throw new IOException("headers longer than " + MOST_HEADER_BYTES + " bytes");
      }
      flags = more.flags();
    }
    return block.toByteArray();
  }

  private Frame next() throws IOException {
    byte[] head = new byte[9];
    connection.readFully(head);
    int length = (head[0] & 0xFF) << 16 | (head[1] & 0xFF) << 8 | head[2] & 0xFF;
    if (length > LARGEST_FRAME) {
      throw new IOException("an answer that is not HTTP/2");
    }
    byte[] payload = new byte[length];
    connection.readFully(payload);
    int of = ByteBuffer.wrap(head, 5, 4).getInt() & Integer.MAX_VALUE;
    return new Frame(head[3] & 0xFF, head[4] & 0xFF, of, payload);
  }

  private void send(int type, int flags, int of, byte[] payload) throws IOException {
    if (payload.length > LARGEST_FRAME) {
      throw new IOException("a request longer than " + LARGEST_FRAME + " bytes");
    }
    ByteBuffer frame = ByteBuffer.allocate(9 + payload.length);
    frame.put((byte) (payload.length >> 16)).putShort((short) payload.length);
    frame.put((byte) type).put((byte) flags).putInt(of).put(payload);
    connection.write(frame.array());
  }

  private static byte[] request(String method, Map<String, String> metadata) {
    ByteArrayOutputStream block = new ByteArrayOutputStream();
    // Of the table known to both: POST, http; then the names of :path, :authority, content-type.
    block.write(0x83);
    block.write(0x86);
    block.write(0x04);
    text("/" + method, block);
    block.write(0x01);
    text("localhost", block);
    block.write(0x0F);
    block.write(31 - 15);
    text("application/grpc", block);
    header("te", "trailers", block);
    metadata.forEach((name, value) -> header(name, value, block));
    return block.toByteArray();
  }

  private static void header(String name, String value, ByteArrayOutputStream block) {
    block.write(0);
    text(name, block);
    text(value, block);
  }

  private static void text(String text, ByteArrayOutputStream block) {
    byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
    int left = bytes.length;
    if (left < 0x7F) {
      block.write(left);
    } else {
      block.write(0x7F);
      for (left -= 0x7F; left >= 0x80; left >>= 7) {
        block.write(left & 0x7F | 0x80);
      }
      block.write(left);
    }
    block.writeBytes(bytes);
  }

  @Override
  public void close() throws IOException {
    connection.close();
  }

  @SuppressWarnings("ArrayRecordComponent") // never compared
  private record Frame(int type, int flags, int stream, byte[] payload) {

    /** The payload without padding and priority. */
    byte[] content() throws IOException {
      int from = 0;
      int to = payload.length;
      if ((flags & PADDED) != 0) {
        from = 1;
        to -= payload.length == 0 ? 0 : payload[0] & 0xFF;
      }
      if (type == HEADERS && (flags & PRIORITY) != 0) {
        from += 5;
      }
      if (from > to) {
        throw new IOException("an answer that is not HTTP/2");
      }
      return from == 0 && to == payload.length ? payload : Arrays.copyOfRange(payload, from, to);
    }
  }
}
