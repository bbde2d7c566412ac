// SPDX-License-Identifier: Apache-2.0
package io.eyrie.cloudtrail.bucket;

import io.eyrie.api.error.PluginException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where to look for objects.
 *
 * @param prefix empty, or with a slash at its end
 */
record Place(String bucket, String prefix) {

  private static final Pattern URL = Pattern.compile("s3://([a-z0-9][a-z0-9.-]{1,62})(?:/(.*))?");

  /**
   * Reads {@code s3://BUCKET[/PREFIX]}.
   *
   * @throws PluginException if it is none
   */
  static Place parse(String key, String url) throws PluginException {
    Matcher matcher = URL.matcher(url);
    if (!matcher.matches()) {
      throw PluginException.user(
          "config.invalid",
          key + ": '" + url + "' is not of the form s3://BUCKET or s3://BUCKET/PREFIX");
    }
    String prefix = matcher.group(2) == null ? "" : matcher.group(2);
    return new Place(
        matcher.group(1), prefix.isEmpty() || prefix.endsWith("/") ? prefix : prefix + "/");
  }

  @Override
  public String toString() {
    return "s3://" + bucket + "/" + prefix;
  }
}
