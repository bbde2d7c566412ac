// SPDX-License-Identifier: Apache-2.0
package io.eyrie.okta;

import static io.eyrie.jsonlog.field.JsonField.bound;
import static io.eyrie.jsonlog.field.JsonField.computed;
import static io.eyrie.jsonlog.field.JsonField.count;
import static io.eyrie.jsonlog.field.JsonField.json;
import static io.eyrie.jsonlog.field.JsonField.text;
import static io.eyrie.jsonlog.field.JsonField.texts;
import static java.nio.charset.StandardCharsets.US_ASCII;

import io.eyrie.api.field.Argument;
import io.eyrie.api.field.Field;
import io.eyrie.api.field.FieldType;
import io.eyrie.api.field.Value;
import io.eyrie.jsonlog.field.JsonField;
import io.eyrie.jsonlog.projection.Elements;
import io.eyrie.jsonlog.projection.Slice;
import io.eyrie.jsonlog.projection.Slots;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The table of the fields of Okta's System Log. */
final class OktaFields {

  private static final String DEBUG = "/debugContext/debugData/";
  private static final String CLIENT = "/client/";
  private static final String GEO = "/client/geographicalContext/";
  private static final byte[] APP = "/app/".getBytes(US_ASCII);

  private OktaFields() {}

  static List<JsonField> fields() {
    return Stream.of(event(), actor(), client(), context(), targets(), counts(), further())
        .flatMap(List::stream)
        .toList();
  }

  private static List<JsonField> event() {
    return List.of(
        computed(
            "okta.app", "App that the request was for.", OktaFields::app, DEBUG + "requestUri"),
        text("okta.behaviors", "What is unusual about the sign-in.", DEBUG + "behaviors"),
        JsonField.bound(
            string("okta.org", "Organisation, as configured."),
            (_, facts) -> {
              String organization = facts.settings().get(SystemLog.ORGANIZATION);
              return bound((_, _, into) -> {
                if (organization != null) {
                  into.set(organization);
                }
              });
            }),
        text("okta.evt.type", "Type of the event, such as user.session.start.", "/eventType"),
        text("okta.evt.legacytype", "Type of the event in older logs.", "/legacyEventType"),
        text("okta.severity", "DEBUG, INFO, WARN or ERROR.", "/severity"),
        text("okta.message", "What happened, in words.", "/displayMessage"),
        text("okta.published", "When it happened, as the record writes it.", "/published"),
        text(
            "okta.logonlysecuritydata",
            "Findings about the sign-in, as JSON.",
            DEBUG + "logOnlySecurityData"),
        text("okta.result", "SUCCESS, FAILURE, ALLOW, DENY, ...", "/outcome/result"),
        text("okta.reason", "Why it came out so.", "/outcome/reason"),
        text("okta.transaction.id", "Id of the transaction.", "/transaction/id"),
        text("okta.transaction.type", "WEB or JOB.", "/transaction/type"),
        text("okta.requesturi", "Path of the request.", DEBUG + "requestUri"));
  }

  private static List<JsonField> actor() {
    return List.of(
        text("okta.actor.id", "Id of who did it.", "/actor/id"),
        text("okta.actor.Type", "Type of who did it, such as User.", "/actor/type"),
        text("okta.actor.alternateid", "Sign-in name of who did it.", "/actor/alternateId"),
        text("okta.actor.name", "Name of who did it.", "/actor/displayName"),
        text("okta.principal.id", "Id of who was acted for.", DEBUG + "originalPrincipal/id"),
        text(
            "okta.principal.alternateid",
            "Sign-in name of who was acted for.",
            DEBUG + "originalPrincipal/alternateId"),
        text("okta.principal.type", "Type of who was acted for.", DEBUG + "originalPrincipal/type"),
        text(
            "okta.principal.name",
            "Name of who was acted for.",
            DEBUG + "originalPrincipal/displayName"));
  }

  private static List<JsonField> client() {
    return List.of(
        text("okta.client.zone", "Network zone of the client.", CLIENT + "zone"),
        text("okta.client.ip", "Address of the client.", CLIENT + "ipAddress"),
        text("okta.client.device", "Kind of the client's device.", CLIENT + "device"),
        text("okta.client.id", "OAuth client.", CLIENT + "id"),
        text("okta.client.geo.city", "City of the client.", GEO + "city"),
        text("okta.client.geo.state", "State of the client.", GEO + "state"),
        text("okta.client.geo.country", "Country of the client.", GEO + "country"),
        text("okta.client.geo.postalcode", "Postal code of the client.", GEO + "postalCode"),
        text("okta.client.geo.lat", "Latitude of the client.", GEO + "geolocation/lat"),
        text("okta.client.geo.lon", "Longitude of the client.", GEO + "geolocation/lon"),
        text("okta.useragent.os", "Operating system of the client.", CLIENT + "userAgent/os"),
        text("okta.useragent.browser", "Browser of the client.", CLIENT + "userAgent/browser"),
        text(
            "okta.useragent.raw",
            "What the client says it is.",
            CLIENT + "userAgent/rawUserAgent"));
  }

  private static List<JsonField> context() {
    return List.of(
        text(
            "okta.authentication.step",
            "Step of the authentication.",
            "/authenticationContext/authenticationStep"),
        text(
            "okta.authentication.sessionid",
            "Id of the session.",
            "/authenticationContext/externalSessionId"),
        text(
            "okta.authentication.provider",
            "Who authenticated.",
            "/authenticationContext/authenticationProvider"),
        text(
            "okta.authentication.credentialprovider",
            "Who gave the credentials.",
            "/authenticationContext/credentialProvider"),
        count(
            "okta.security.asnumber",
            "Number of the client's network.",
            "/securityContext/asNumber"),
        text("okta.security.asorg", "Owner of the client's network.", "/securityContext/asOrg"),
        text("okta.security.isp", "Provider of the client's network.", "/securityContext/isp"),
        text("okta.security.domain", "Domain of the client's network.", "/securityContext/domain"),
        text(
            "okta.security.isproxy",
            "true if the client comes through a proxy.",
            "/securityContext/isProxy"));
  }

  private static List<JsonField> targets() {
    return List.of(
        target("okta.target.user.id", "Id of the user it was done to.", "User", "id"),
        target(
            "okta.target.user.alternateid",
            "Sign-in name of the user it was done to.",
            "User",
            "alternateId"),
        target("okta.target.user.name", "Name of the user.", "User", "displayName"),
        target("okta.target.group.id", "Id of the group it was done to.", "UserGroup", "id"),
        target(
            "okta.target.group.alternateid",
            "Other name of the group.",
            "UserGroup",
            "alternateId"),
        target("okta.target.group.name", "Name of the group.", "UserGroup", "displayName"),
        target(
            "okta.target.app.alternateid",
            "Name of the app it was done to.",
            "AppInstance",
            "alternateId"),
        bound(
            string("okta.targets.displayName", "Names of all targets, or of the one at an index.")
                .withArgument(Argument.OPTIONAL_INDEX),
            (argument, _) -> {
              int chosen = JsonField.index("okta.targets.displayName", argument);
              return bound(
                  (slots, at, into) -> names(slots, at, chosen, into),
                  "/target/*",
                  "/target/*/displayName");
            }));
  }

  private static List<JsonField> counts() {
    return List.of(
        counted(
            "okta.mfa.failure.countlast",
            "How often in the last so many seconds the user failed or denied a second factor."),
        counted(
            "okta.mfa.deny.countlast",
            "How often in the last so many seconds the user denied or failed a second factor."));
  }

  /** What other tools have no fields for. */
  private static List<JsonField> further() {
    return List.of(
        text("okta.uuid", "Unique id of the record.", "/uuid"),
        text("okta.version", "Version of the record's form.", "/version"),
        text("okta.device.id", "Id of the registered device.", "/device/id"),
        text("okta.device.name", "Name of the registered device.", "/device/name"),
        text("okta.device.os", "Operating system of the device.", "/device/os_platform"),
        text("okta.device.osversion", "Its version.", "/device/os_version"),
        text("okta.device.managed", "true if the device is managed.", "/device/managed"),
        text("okta.device.registered", "true if the device is registered.", "/device/registered"),
        text("okta.device.jailbreak", "true if the device is broken open.", "/device/jailbreak"),
        text(
            "okta.authentication.credentialtype",
            "Kind of the credentials, such as PASSWORD or OTP.",
            "/authenticationContext/credentialType"),
        text(
            "okta.authentication.issuer.id",
            "Id of who issued the credentials.",
            "/authenticationContext/issuer/id"),
        text(
            "okta.authentication.issuer.type",
            "Type of who issued the credentials.",
            "/authenticationContext/issuer/type"),
        text(
            "okta.authentication.interface",
            "Where the authentication was asked for.",
            "/authenticationContext/interface"),
        text(
            "okta.authentication.rootsessionid",
            "Id of the session that this one came from.",
            "/authenticationContext/rootSessionId"),
        text("okta.dthash", "Hash of the device's token.", DEBUG + "dtHash"),
        text("okta.grantedscopes", "OAuth scopes that were given.", DEBUG + "grantedScopes"),
        text(
            "okta.requestedscopes", "OAuth scopes that were asked for.", DEBUG + "requestedScopes"),
        json("okta.debugdata", "All of the debug data, as JSON.", "/debugContext/debugData"),
        texts(
            "okta.request.ipchain",
            "Addresses that the request came through.",
            "/request/ipChain/*/ip"),
        text("okta.risk", "Okta's own view of the risk.", DEBUG + "risk"),
        text("okta.threatsuspected", "true if Okta suspects an attack.", DEBUG + "threatSuspected"),
        text("okta.privilegegranted", "Roles that were given.", DEBUG + "privilegeGranted"),
        text(
            "okta.transaction.tokenid",
            "API token of the request.",
            "/transaction/detail/requestApiTokenId"),
        texts("okta.target.ids", "Ids of all targets.", "/target/*/id"),
        texts("okta.target.types", "Types of all targets.", "/target/*/type"),
        texts("okta.target.names", "Names of all targets.", "/target/*/displayName"),
        texts("okta.target.alternateids", "Other names of all targets.", "/target/*/alternateId"));
  }

  private static Field string(String name, String description) {
    return Field.of(name, FieldType.STRING, description);
  }

  private static JsonField target(String name, String description, String type, String key) {
    byte[] wanted = type.getBytes(US_ASCII);
    return computed(
        name,
        description,
        (slots, at, into) -> lastOfType(slots, at, wanted, into),
        "/target/*",
        "/target/*/type",
        "/target/*/" + key);
  }

  private static void lastOfType(Slots slots, int[] at, byte[] type, Value into) {
    Elements targets = slots.elements(at[0]);
    Elements types = slots.elements(at[1]);
    Elements values = slots.elements(at[2]);
    for (int i = targets.size() - 1; i >= 0; i--) {
      int ofType = types.firstWithin(targets, i, 0);
      if (ofType >= 0 && slots.is(types, ofType, type)) {
        int value = values.firstWithin(targets, i, 0);
        if (value >= 0 && values.present(value)) {
          slots.text(values, value).giveTo(into);
        }
        return;
      }
    }
  }

  private static void names(Slots slots, int[] at, int chosen, Value into) {
    Elements targets = slots.elements(at[0]);
    Elements names = slots.elements(at[1]);
    if (chosen >= 0) {
      int name = chosen < targets.size() ? names.firstWithin(targets, chosen, 0) : -1;
      if (name >= 0 && names.present(name)) {
        slots.text(names, name).giveTo(into);
      }
      return;
    }
    if (targets.size() == 0) {
      return;
    }
    slots.begin();
    for (int i = 0; i < targets.size(); i++) {
      int name = names.firstWithin(targets, i, 0);
      slots.append(i == 0 ? "(" : ",");
      if (name >= 0 && names.present(name)) {
        slots.append(names, name);
      }
    }
    slots.append(")");
    slots.end().giveTo(into);
  }

  private static JsonField counted(String name, String description) {
    return bound(
        Field.of(name, FieldType.UINT64, description).withArgument(Argument.REQUIRED_INDEX),
        (argument, facts) -> {
          int seconds = JsonField.index(name, argument);
          @Nullable MfaMemory memory = facts.memory() instanceof MfaMemory own ? own : null;
          return bound((_, _, into) -> {
            long times = memory == null ? -1 : memory.count(seconds);
            if (times >= 0) {
              into.set(times);
            }
          });
        });
  }

  /** The third part of a path that begins with /app/. */
  private static void app(Slots slots, int[] at, Value into) {
    if (!slots.present(at[0])) {
      return;
    }
    Slice uri = slots.text(at[0]);
    if (!uri.startsWith(APP)) {
      return;
    }
    byte[] bytes = uri.array();
    int from = uri.offset() + APP.length;
    int end = uri.offset() + uri.length();
    int to = from;
    while (to < end && bytes[to] != '/') {
      to++;
    }
    into.set(bytes, from, to - from);
  }
}
