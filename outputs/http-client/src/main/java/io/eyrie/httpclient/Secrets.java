// SPDX-License-Identifier: Apache-2.0
package io.eyrie.httpclient;

import java.util.List;

/** Takes configured secrets out of texts that operators get to see. */
final class Secrets {

  private static final int SHORTEST = 4;

  private final List<String> secrets;

  /** Shorter ones are passed over: they would tear up every text. */
  Secrets(List<String> secrets) {
    this.secrets = secrets.stream().filter(secret -> secret.length() >= SHORTEST).toList();
  }

  String outOf(String text) {
    String clean = text;
    for (String secret : secrets) {
      clean = clean.replace(secret, "***");
    }
    return clean;
  }

  @Override
  public String toString() {
    return secrets.size() + " secrets";
  }
}
