// SPDX-License-Identifier: Apache-2.0
package io.eyrie.httpclient;

/** What an answer means for the alerts that were sent. */
public enum Verdict {
  /** The receiver has them. */
  TAKEN,
  /** It can't take them now: again, after a pause. */
  AGAIN,
  /**
   * The request went to the wrong place or with the wrong credentials, whatever it held: again, and
   * the operator has to act.
   */
  MISDIRECTED,
  /** It does not want what was sent: never again. */
  REFUSED;

  /**
   * What a status means unless a receiver has its own way.
   *
   * <p>403 counts as a refusal: firewalls in front of receivers answer it to texts of attackers,
   * and one such alert must not stop all behind it.
   */
  public static Verdict usual(int status) {
    return switch (status) {
      case 401, 404, 405, 407, 410 -> MISDIRECTED;
      case 408, 425, 429 -> AGAIN;
      default -> {
        if (status >= 200 && status < 300) {
          yield TAKEN;
        }
        if (status < 400) {
          yield MISDIRECTED;
        }
        yield status < 500 ? REFUSED : AGAIN;
      }
    };
  }
}
