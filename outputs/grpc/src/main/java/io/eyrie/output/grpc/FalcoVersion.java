// SPDX-License-Identifier: Apache-2.0
package io.eyrie.output.grpc;

import io.eyrie.output.grpc.falco.version.request;
import io.eyrie.output.grpc.falco.version.response;
import io.eyrie.output.grpc.falco.version.serviceGrpc;
import io.grpc.stub.StreamObserver;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Objects;
import java.util.Properties;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Falco's version service: the version of Eyrie. What the engine supports of rules is the host's to
 * say, and stays empty.
 */
final class FalcoVersion extends serviceGrpc.serviceImplBase {

  private static final Pattern SEMANTIC =
      Pattern.compile("(\\d+)\\.(\\d+)\\.(\\d+)(?:-([^+]*))?(?:\\+(.*))?");

  private final Calls calls;
  private final response version;

  FalcoVersion(Calls calls) {
    this.calls = calls;
    this.version = parse(built());
  }

  @Override
  public void version(request nothing, StreamObserver<response> observer) {
    calls.answer(observer, () -> version);
  }

  static response parse(String text) {
    response.Builder message = response.newBuilder().setVersion(text);
    Matcher parts = SEMANTIC.matcher(text);
    if (parts.matches()) {
      message
          .setMajor(Integer.parseInt(parts.group(1)))
          .setMinor(Integer.parseInt(parts.group(2)))
          .setPatch(Integer.parseInt(parts.group(3)))
          .setPrerelease(parts.group(4) == null ? "" : parts.group(4))
          .setBuild(parts.group(5) == null ? "" : parts.group(5));
    }
    return message.build();
  }

  private static String built() {
    Properties properties = new Properties();
    try (InputStream file = FalcoVersion.class.getResourceAsStream("version.properties")) {
      properties.load(Objects.requireNonNull(file));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return properties.getProperty("version", "");
  }
}
