// SPDX-License-Identifier: Apache-2.0
package io.eyrie.bench.json;

import static io.eyrie.bench.json.Draw.array;
import static io.eyrie.bench.json.Draw.member;
import static io.eyrie.bench.json.Draw.object;
import static io.eyrie.bench.json.Draw.text;

import java.util.List;

/** Sign-ins to apps, of which some fail, and now and then a change by an administrator. */
final class DrawnOkta implements DrawnRecords {

  @Override
  public String record(Draw draw, int number) {
    String type =
        draw.once(300)
            ? draw.of("user.account.privilege.grant", "system.api_token.create")
            : draw.of(
                "user.session.start",
                "user.authentication.sso",
                "user.authentication.auth_via_mfa",
                "policy.evaluate_sign_on");
    String user = "user" + draw.below(5000) + "@example.com";
    String address = draw.address();
    return object(
        member(
            "actor",
            object(
                text("id", "00u" + draw.letters(17)),
                text("type", "User"),
                text("alternateId", user),
                text("displayName", "User Nam\u00e9"),
                member("detailEntry", "null"))),
        member("client", client(draw, address)),
        member("device", "null"),
        member(
            "authenticationContext",
            object(
                member("authenticationProvider", "null"),
                member("credentialProvider", "null"),
                member("credentialType", "null"),
                member("issuer", "null"),
                member("interface", "null"),
                member("authenticationStep", "0"),
                text("externalSessionId", "102" + draw.letters(22)))),
        text("displayMessage", "User single sign on to app"),
        text("eventType", type),
        member(
            "outcome",
            object(
                text("result", draw.once(20) ? "FAILURE" : "SUCCESS"), member("reason", "null"))),
        text("published", draw.time(number)),
        member(
            "securityContext",
            object(
                member("asNumber", Integer.toString(draw.below(65_000))),
                text("asOrg", "example networks"),
                text("isp", "example isp"),
                text("domain", "example.net"),
                member("isProxy", "false"))),
        text("severity", "INFO"),
        member("debugContext", object(member("debugData", debug(draw)))),
        text("legacyEventType", "app.auth.sso"),
        member(
            "transaction",
            object(text("type", "WEB"), text("id", draw.letters(27)), member("detail", "{}"))),
        text("uuid", draw.uuid()),
        text("version", "0"),
        member(
            "request",
            object(
                member(
                    "ipChain",
                    array(
                        List.of(
                            object(
                                text("ip", address),
                                member("geographicalContext", place()),
                                text("version", "V4"),
                                member("source", "null"))))))),
        member(
            "target",
            array(
                List.of(
                    target(draw, "AppInstance", "Example app"),
                    target(draw, "AppUser", user),
                    target(draw, "User", user)))));
  }

  private static String client(Draw draw, String address) {
    return object(
        member(
            "userAgent",
            object(
                text(
                    "rawUserAgent",
                    "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/1"
                        + draw.below(40)
                        + ".0.0.0 Safari/537.36"),
                text("os", "Linux"),
                text("browser", "CHROME"))),
        text("zone", "null"),
        text("device", "Computer"),
        member("id", "null"),
        text("ipAddress", address),
        member("geographicalContext", place()));
  }

  private static String place() {
    return object(
        text("city", "Example"),
        text("state", "Example"),
        text("country", "Germany"),
        text("postalCode", "10115"),
        member("geolocation", object(member("lat", "52.5323"), member("lon", "13.3846"))));
  }

  private static String debug(Draw draw) {
    return object(
        text("dtHash", draw.hex(32)),
        text("requestId", draw.letters(27)),
        text("requestUri", "/app/example/" + draw.letters(20) + "/sso/saml"),
        text("behaviors", "{New Geo-Location=NEGATIVE, New Device=NEGATIVE, New IP=POSITIVE}"),
        text("risk", "{reasons=Anomalous Device, level=MEDIUM}"),
        text("threatSuspected", "false"),
        text(
            "logOnlySecurityData",
            "{\"risk\":{\"level\":\"LOW\"},\"behaviors\":{\"New IP\":\"NEGATIVE\"}}"),
        text("url", "/app/example/sso/saml?RelayState=" + draw.hex(16)));
  }

  private static String target(Draw draw, String type, String name) {
    return object(
        text("id", "0oa" + draw.letters(17)),
        text("type", type),
        text("alternateId", name),
        text("displayName", name),
        member(
            "detailEntry",
            type.equals("AppInstance") ? object(text("signOnModeType", "SAML_2_0")) : "null"));
  }
}
