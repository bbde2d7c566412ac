// SPDX-License-Identifier: Apache-2.0
package io.eyrie.okta;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * A record of Okta's System Log as a plain JSON tree, and what its fields are by that tree: slow,
 * obvious, and without a line in common with the source that is held against it.
 */
record OktaTree(JsonNode record) {

  private static final String DATA = "/debugContext/debugData/";
  private static final String GEO = "/client/geographicalContext/";

  static final Map<String, String> PATHS =
      Map.ofEntries(
          Map.entry("okta.behaviors", DATA + "behaviors"),
          Map.entry("okta.evt.type", "/eventType"),
          Map.entry("okta.evt.legacytype", "/legacyEventType"),
          Map.entry("okta.severity", "/severity"),
          Map.entry("okta.message", "/displayMessage"),
          Map.entry("okta.published", "/published"),
          Map.entry("okta.logonlysecuritydata", DATA + "logOnlySecurityData"),
          Map.entry("okta.result", "/outcome/result"),
          Map.entry("okta.reason", "/outcome/reason"),
          Map.entry("okta.transaction.id", "/transaction/id"),
          Map.entry("okta.transaction.type", "/transaction/type"),
          Map.entry("okta.requesturi", DATA + "requestUri"),
          Map.entry("okta.actor.id", "/actor/id"),
          Map.entry("okta.actor.Type", "/actor/type"),
          Map.entry("okta.actor.alternateid", "/actor/alternateId"),
          Map.entry("okta.actor.name", "/actor/displayName"),
          Map.entry("okta.principal.id", DATA + "originalPrincipal/id"),
          Map.entry("okta.principal.alternateid", DATA + "originalPrincipal/alternateId"),
          Map.entry("okta.principal.type", DATA + "originalPrincipal/type"),
          Map.entry("okta.principal.name", DATA + "originalPrincipal/displayName"),
          Map.entry("okta.client.zone", "/client/zone"),
          Map.entry("okta.client.ip", "/client/ipAddress"),
          Map.entry("okta.client.device", "/client/device"),
          Map.entry("okta.client.id", "/client/id"),
          Map.entry("okta.client.geo.city", GEO + "city"),
          Map.entry("okta.client.geo.state", GEO + "state"),
          Map.entry("okta.client.geo.country", GEO + "country"),
          Map.entry("okta.client.geo.postalcode", GEO + "postalCode"),
          Map.entry("okta.client.geo.lat", GEO + "geolocation/lat"),
          Map.entry("okta.client.geo.lon", GEO + "geolocation/lon"),
          Map.entry("okta.useragent.os", "/client/userAgent/os"),
          Map.entry("okta.useragent.browser", "/client/userAgent/browser"),
          Map.entry("okta.useragent.raw", "/client/userAgent/rawUserAgent"),
          Map.entry("okta.authentication.step", "/authenticationContext/authenticationStep"),
          Map.entry("okta.authentication.sessionid", "/authenticationContext/externalSessionId"),
          Map.entry(
              "okta.authentication.provider", "/authenticationContext/authenticationProvider"),
          Map.entry(
              "okta.authentication.credentialprovider",
              "/authenticationContext/credentialProvider"),
          Map.entry("okta.security.asnumber", "/securityContext/asNumber"),
          Map.entry("okta.security.asorg", "/securityContext/asOrg"),
          Map.entry("okta.security.isp", "/securityContext/isp"),
          Map.entry("okta.security.domain", "/securityContext/domain"),
          Map.entry("okta.security.isproxy", "/securityContext/isProxy"),
          Map.entry("okta.uuid", "/uuid"),
          Map.entry("okta.version", "/version"),
          Map.entry("okta.device.id", "/device/id"),
          Map.entry("okta.device.name", "/device/name"),
          Map.entry("okta.device.os", "/device/os_platform"),
          Map.entry("okta.device.osversion", "/device/os_version"),
          Map.entry("okta.device.managed", "/device/managed"),
          Map.entry("okta.device.registered", "/device/registered"),
          Map.entry("okta.device.jailbreak", "/device/jailbreak"),
          Map.entry("okta.authentication.credentialtype", "/authenticationContext/credentialType"),
          Map.entry("okta.authentication.issuer.id", "/authenticationContext/issuer/id"),
          Map.entry("okta.authentication.issuer.type", "/authenticationContext/issuer/type"),
          Map.entry("okta.authentication.interface", "/authenticationContext/interface"),
          Map.entry("okta.authentication.rootsessionid", "/authenticationContext/rootSessionId"),
          Map.entry("okta.dthash", DATA + "dtHash"),
          Map.entry("okta.grantedscopes", DATA + "grantedScopes"),
          Map.entry("okta.requestedscopes", DATA + "requestedScopes"),
          Map.entry("okta.risk", DATA + "risk"),
          Map.entry("okta.threatsuspected", DATA + "threatSuspected"),
          Map.entry("okta.privilegegranted", DATA + "privilegeGranted"),
          Map.entry("okta.transaction.tokenid", "/transaction/detail/requestApiTokenId"));

  Map<String, String> fields() {
    Map<String, String> fields = new TreeMap<>();
    PATHS.forEach((name, path) -> put(fields, name, text(record.at(path))));
    String uri = fields.getOrDefault("okta.requesturi", "");
    if (uri.startsWith("/app/")) {
      fields.put("okta.app", uri.split("/", -1)[2]);
    }
    JsonNode targets = record.path("target");
    for (String type : List.of("User", "UserGroup", "AppInstance")) {
      JsonNode last = null;
      for (JsonNode target : targets) {
        if (target.path("type").asString("").equals(type)) {
          last = target;
        }
      }
      if (last == null) {
        continue;
      }
      String name =
          switch (type) {
            case "User" -> "user";
            case "UserGroup" -> "group";
            default -> "app";
          };
      put(fields, "okta.target." + name + ".alternateid", text(last.path("alternateId")));
      if (!name.equals("app")) {
        put(fields, "okta.target." + name + ".id", text(last.path("id")));
        put(fields, "okta.target." + name + ".name", text(last.path("displayName")));
      }
    }
    if (!targets.isEmpty()) {
      fields.put(
          "okta.targets.displayName",
          "("
              + String.join(
                  ",",
                  targets
                      .valueStream()
                      .map(target -> target.path("displayName").asString(""))
                      .toList())
              + ")");
      put(fields, "okta.targets.displayName[0]", text(targets.path(0).path("displayName")));
    }
    list(fields, "okta.target.ids", targets, "id");
    list(fields, "okta.target.types", targets, "type");
    list(fields, "okta.target.names", targets, "displayName");
    list(fields, "okta.target.alternateids", targets, "alternateId");
    JsonNode data = record.at("/debugContext/debugData");
    put(fields, "okta.debugdata", data.isMissingNode() ? null : data.toString());
    list(fields, "okta.request.ipchain", record.at("/request/ipChain"), "ip");
    return fields;
  }

  private static void list(Map<String, String> fields, String name, JsonNode array, String key) {
    List<String> values =
        array
            .valueStream()
            .filter(one -> one.hasNonNull(key))
            .map(one -> one.path(key).asString())
            .toList();
    if (!values.isEmpty()) {
      fields.put(name, values.toString());
    }
  }

  private static void put(Map<String, String> fields, String name, @Nullable String value) {
    if (value != null) {
      fields.put(name, value);
    }
  }

  private static @Nullable String text(JsonNode node) {
    return node.isMissingNode() || node.isNull()
        ? null
        : node.isString() ? node.asString() : node.toString();
  }
}
