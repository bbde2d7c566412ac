// SPDX-License-Identifier: Apache-2.0
package io.eyrie.testserver;

import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** One HTTP server for all tests of a class, which forgets before each what the last one left. */
public class SharedReceiver implements BeforeAllCallback, BeforeEachCallback, AfterAllCallback {

  private @Nullable HttpReceiver server;

  /** To be registered in a static field; starts with the class. */
  public SharedReceiver() {}

  /** The server, once the class has begun. */
  public final HttpReceiver server() {
    return Objects.requireNonNull(server, "to be registered in a static field");
  }

  @Override
  public void beforeAll(ExtensionContext context) throws Exception {
    server = HttpReceiver.start();
  }

  @Override
  public void beforeEach(ExtensionContext context) {
    server().reset();
  }

  @Override
  public void afterAll(ExtensionContext context) throws Exception {
    server().close();
  }
}
