// SPDX-License-Identifier: Apache-2.0
package io.eyrie.syscall.container;

/**
 * The image of a container. Texts are empty when unknown.
 *
 * @param name as the container was started with
 * @param id on this machine, without {@code sha256:}
 * @param repository the name without tag and digest
 * @param tag such as {@code 1.36}
 * @param digest in the registry, {@code sha256:...}
 */
public record Image(String name, String id, String repository, String tag, String digest) {

  private static final String SHA256 = "sha256:";
  private static final String LATEST = "latest";

  /** Nothing is known. */
  public static final Image UNKNOWN = new Image("", "", "", "", "");

  /**
   * Takes a name apart.
   *
   * @param name {@code [registry[:port]/]path[:tag][@digest]}
   * @param id with or without {@code sha256:}
   * @param digest of the registry when the name has none, or the empty text
   */
  static Image of(String name, String id, String digest) {
    String bare = id.startsWith(SHA256) ? id.substring(SHA256.length()) : id;
    if (name.isEmpty() || name.startsWith(SHA256)) {
      return new Image(name, bare, "", "", digest);
    }
    int at = name.indexOf('@');
    String tagged = at < 0 ? name : name.substring(0, at);
    int colon = tagged.indexOf(':', tagged.lastIndexOf('/') + 1);
    String repository = colon < 0 ? tagged : tagged.substring(0, colon);
    String tag = colon >= 0 ? tagged.substring(colon + 1) : at < 0 ? LATEST : "";
    return new Image(name, bare, repository, tag, at < 0 ? digest : name.substring(at + 1));
  }

  /** The digest in {@code repository@digest}, or the empty text. */
  static String digestIn(String reference) {
    int at = reference.indexOf('@');
    return at < 0 ? "" : reference.substring(at + 1);
  }
}
