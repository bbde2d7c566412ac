// SPDX-License-Identifier: Apache-2.0
package io.eyrie.httpclient;

import io.eyrie.api.config.Config;
import io.eyrie.api.error.PluginException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Pattern;

/** Lists of the configuration whose items are written {@code name=value}. */
public final class NamedTexts {

  private NamedTexts() {}

  /**
   * The values by their names, in the order of the list.
   *
   * @param key a key of the type TEXT_LIST
   * @param name what names the receiver takes
   * @throws PluginException of kind USER: quotes the item that is not written so
   */
  public static Map<String, String> of(Config config, String key, Pattern name)
      throws PluginException {
    Map<String, String> texts = new LinkedHashMap<>();
    for (String item : config.texts(key)) {
      int equals = item.indexOf('=');
      String found = equals < 0 ? "" : item.substring(0, equals).strip();
      if (!name.matcher(found).matches()) {
        throw PluginException.user(
            "config.invalid",
            "%s: '%s' is not written name=value with a name that fits %s"
                .formatted(key, item, name));
      }
      texts.put(found, item.substring(equals + 1).strip());
    }
    return texts;
  }
}
