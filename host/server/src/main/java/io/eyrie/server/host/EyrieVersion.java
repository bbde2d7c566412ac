// SPDX-License-Identifier: Apache-2.0
package io.eyrie.server.host;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Properties;

/** The version of this Eyrie, as the build wrote it down. */
public final class EyrieVersion {

  private static final String RESOURCE = "version.properties";
  private static final String CURRENT = read();

  private EyrieVersion() {}

  /** Such as {@code 0.1.0}. */
  public static String current() {
    return CURRENT;
  }

  private static String read() {
    Properties properties = new Properties();
    try (InputStream in = EyrieVersion.class.getResourceAsStream(RESOURCE)) {
      if (in == null) {
        throw new IllegalStateException(RESOURCE + " is not in the jar");
      }
      properties.load(in);
    } catch (IOException e) {
      throw new UncheckedIOException(RESOURCE, e);
    }
    return properties.getProperty("version");
  }
}
