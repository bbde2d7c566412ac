// SPDX-License-Identifier: Apache-2.0
package io.eyrie.syscall.rpc;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Reads the headers of a connection of HTTP/2: RFC 7541. One for each connection, since later
 * headers refer to earlier ones; one thread.
 */
final class HeaderReader {

  private static final int CAPACITY = 4096;
  private static final int OVERHEAD = 32;
  private static final int MOST_BYTES = 64 * 1024;

  /** Appendix A: the headers known from the beginning, from index 1. */
  private static final List<Header> STATIC = known();

  /** Those learned, the newest first. */
  private final List<Header> learned = new ArrayList<>();

  private int capacity = CAPACITY;
  private int size;
  private byte[] block = {};
  private int at;

  /** The headers of a block, the last of those of one name. */
  Map<String, String> read(byte[] bytes) throws IOException {
    block = bytes;
    at = 0;
    Map<String, String> headers = new LinkedHashMap<>();
    int total = 0;
    while (at < block.length) {
      int first = block[at] & 0xFF;
      if ((first & 0xE0) == 0x20) {
        resize(number(5));
        continue;
      }
      Header header;
      if ((first & 0x80) != 0) {
        header = entry(number(7));
      } else {
        boolean keep = (first & 0x40) != 0;
        int index = number(keep ? 6 : 4);
        String name = index == 0 ? text() : entry(index).name();
        header = new Header(name, text());
        if (keep) {
          learn(header);
        }
      }
      total += header.size();
      if (total > MOST_BYTES) {
        throw new IOException("headers longer than " + MOST_BYTES + " bytes");
      }
      headers.put(header.name(), header.value());
    }
    return headers;
  }

  private Header entry(int index) throws IOException {
    if (index < 1 || index > STATIC.size() + learned.size()) {
      throw new IOException("a header that was never told: " + index);
    }
    return index <= STATIC.size() ? STATIC.get(index - 1) : learned.get(index - STATIC.size() - 1);
  }

  private void learn(Header header) {
    learned.addFirst(header);
    size += header.size();
    shrink();
  }

  private void resize(int wanted) throws IOException {
    if (wanted > CAPACITY) {
      throw new IOException("a table of headers larger than was allowed: " + wanted);
    }
    capacity = wanted;
    shrink();
  }

  private void shrink() {
    while (size > capacity) {
      size -= learned.removeLast().size();
    }
  }

  /** A number whose first bits are those behind a prefix. */
  private int number(int bits) throws IOException {
    int most = (1 << bits) - 1;
    long value = next() & most;
    if (value < most) {
      return (int) value;
    }
    for (int shift = 0; shift <= 28; shift += 7) {
      int part = next();
      value += (long) (part & 0x7F) << shift;
      if ((part & 0x80) == 0 && value <= Integer.MAX_VALUE) {
        return (int) value;
      }
    }
    throw new IOException("a number too large in a header");
  }

  private String text() throws IOException {
    if (at == block.length) {
      throw new IOException("headers that end in the middle");
    }
    boolean packed = (block[at] & 0x80) != 0;
    int length = number(7);
    if (length > block.length - at) {
      throw new IOException("headers that end in the middle");
    }
    int from = at;
    at += length;
    byte[] bytes = block;
    if (packed) {
      bytes = Huffman.decode(block, from, length);
      from = 0;
      length = bytes.length;
    }
    return new String(bytes, from, length, StandardCharsets.ISO_8859_1);
  }

  private int next() throws IOException {
    if (at == block.length) {
      throw new IOException("headers that end in the middle");
    }
    return block[at++] & 0xFF;
  }

  private static List<Header> known() {
    String names =
        """
        :authority
        :method GET
        :method POST
        :path /
        :path /index.html
        :scheme http
        :scheme https
        :status 200
        :status 204
        :status 206
        :status 304
        :status 400
        :status 404
        :status 500
        accept-charset
        accept-encoding gzip, deflate
        accept-language
        accept-ranges
        accept
        access-control-allow-origin
        age
        allow
        authorization
        cache-control
        content-disposition
        content-encoding
        content-language
        content-length
        content-location
        content-range
        content-type
        cookie
        date
        etag
        expect
        expires
        from
        host
        if-match
        if-modified-since
        if-none-match
        if-range
        if-unmodified-since
        last-modified
        link
        location
        max-forwards
        proxy-authenticate
        proxy-authorization
        range
        referer
        refresh
        retry-after
        server
        set-cookie
        strict-transport-security
        transfer-encoding
        user-agent
        vary
        via
        www-authenticate
        """;
    return names
        .lines()
        .map(line -> {
          int blank = line.indexOf(' ');
          return blank < 0
              ? new Header(line, "")
              : new Header(line.substring(0, blank), line.substring(blank + 1));
        })
        .toList();
  }

  private record Header(String name, String value) {
    int size() {
      return name.length() + value.length() + OVERHEAD;
    }
  }
}
