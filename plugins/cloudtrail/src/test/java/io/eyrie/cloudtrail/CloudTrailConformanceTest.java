// SPDX-License-Identifier: Apache-2.0
package io.eyrie.cloudtrail;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;

/** Every declared field of every shared record is what a plain JSON tree says. */
@Tag("conformance")
class CloudTrailConformanceTest {

  private static final ObjectMapper MAPPER = new ObjectMapper();

  /** Fields that are the text at one path; the rest stands in {@link #expected}. */
  private static final Map<String, String> PATHS =
      Map.ofEntries(
          Map.entry("ct.id", "/eventID"),
          Map.entry("ct.error", "/errorCode"),
          Map.entry("ct.errormessage", "/errorMessage"),
          Map.entry("ct.time", "/eventTime"),
          Map.entry("ct.src", "/eventSource"),
          Map.entry("ct.name", "/eventName"),
          Map.entry("ct.region", "/awsRegion"),
          Map.entry("ct.srcip", "/sourceIPAddress"),
          Map.entry("ct.useragent", "/userAgent"),
          Map.entry("ct.requestid", "/requestID"),
          Map.entry("ct.eventtype", "/eventType"),
          Map.entry("ct.eventcategory", "/eventCategory"),
          Map.entry("ct.apiversion", "/apiVersion"),
          Map.entry("ct.recipientaccountid", "/recipientAccountId"),
          Map.entry("ct.user.identitytype", "/userIdentity/type"),
          Map.entry("ct.user.principalid", "/userIdentity/principalId"),
          Map.entry("ct.user.arn", "/userIdentity/arn"),
          Map.entry("ct.request.availabilityzone", "/requestParameters/availabilityZone"),
          Map.entry("ct.request.cluster", "/requestParameters/cluster"),
          Map.entry("ct.request.documentname", "/requestParameters/documentName"),
          Map.entry("ct.request.functionname", "/requestParameters/functionName"),
          Map.entry("ct.request.groupname", "/requestParameters/groupName"),
          Map.entry("ct.request.host", "/requestParameters/Host"),
          Map.entry("ct.request.name", "/requestParameters/name"),
          Map.entry("ct.request.policy", "/requestParameters/policy"),
          Map.entry("ct.request.reason", "/requestParameters/reason"),
          Map.entry("ct.request.serialnumber", "/requestParameters/serialNumber"),
          Map.entry("ct.request.servicename", "/requestParameters/serviceName"),
          Map.entry("ct.request.subnetid", "/requestParameters/subnetId"),
          Map.entry("ct.request.target", "/requestParameters/target"),
          Map.entry("ct.request.taskdefinition", "/requestParameters/taskDefinition"),
          Map.entry("ct.request.username", "/requestParameters/userName"),
          Map.entry("ct.response.reservationid", "/responseElements/reservationId"),
          Map.entry("ct.response.subnetid", "/responseElements/subnetId"),
          Map.entry("iam.role", "/requestParameters/roleName"),
          Map.entry("iam.policy", "/requestParameters/policyName"),
          Map.entry("ct.serviceeventdetails", "/serviceEventDetails"),
          Map.entry("ct.sharedeventid", "/sharedEventID"),
          Map.entry("ct.vpcendpointid", "/vpcEndpointId"),
          Map.entry("ct.addendum.reason", "/addendum/reason"),
          Map.entry("ct.addendum.updatedfields", "/addendum/updatedFields"),
          Map.entry("ct.addendum.originalrequestid", "/addendum/originalRequestID"),
          Map.entry("ct.addendum.originaleventid", "/addendum/originalEventID"),
          Map.entry("ct.edgedevicedetails", "/edgeDeviceDetails"),
          Map.entry("ct.tlsdetails.tlsversion", "/tlsDetails/tlsVersion"),
          Map.entry("ct.tlsdetails.ciphersuite", "/tlsDetails/cipherSuite"),
          Map.entry(
              "ct.tlsdetails.clientprovidedhostheader", "/tlsDetails/clientProvidedHostHeader"),
          Map.entry("s3.bucket", "/requestParameters/bucketName"),
          Map.entry("s3.key", "/requestParameters/key"),
          Map.entry("s3.bytes.in", "/additionalEventData/bytesTransferredIn"),
          Map.entry("s3.bytes.out", "/additionalEventData/bytesTransferredOut"),
          Map.entry("ecr.repository", "/requestParameters/repositoryName"),
          Map.entry("ecr.imagetag", "/requestParameters/imageTag"));

  @Test
  void everyFieldOfEverySharedRecordAgreesWithATree() throws Exception {
    String shared = System.getProperty("eyrie.shared", "");
    Path folder = Path.of(shared, "data", "cloudtrail");
    assumeTrue(
        !shared.isEmpty() && Files.isDirectory(folder),
        "no shared data: run with -Pconformance -Dshared=FOLDER");
    List<Path> files = new ArrayList<>();
    try (DirectoryStream<Path> stream = Files.newDirectoryStream(folder, "*.events.jsonl")) {
      stream.forEach(files::add);
    }
    assertThat(files).isNotEmpty();
    int compared = 0;
    for (Path file : files) {
      Replay replay = Replay.of(file);
      List<Map<String, String>> expected = new ArrayList<>();
      int withoutTime = 0;
      for (String line : Files.readAllLines(file)) {
        JsonNode record = MAPPER.readTree(line);
        if (record.path("eventTime").asString("").startsWith("20")) {
          expected.add(expected(record));
        } else {
          withoutTime++;
        }
      }
      assertThat(replay.malformed).as("%s", file).hasSize(withoutTime);
      assertThat(replay.events).as("%s", file).hasSameSizeAs(expected);
      for (int i = 0; i < expected.size(); i++) {
        Map<String, String> found = new TreeMap<>(replay.events.get(i).fields());
        found.keySet().removeIf(name -> name.startsWith("json.") || name.startsWith("jevt."));
        assertThat(found).as("%s, event %d", file, i).isEqualTo(expected.get(i));
        compared++;
      }
    }
    System.out.println("compared all fields of " + compared + " shared records");
  }

  private static Map<String, String> expected(JsonNode record) {
    Map<String, String> fields = new TreeMap<>();
    PATHS.forEach((name, path) -> put(fields, name, text(record.at(path))));
    put(fields, "ct.request", json(record.path("requestParameters")));
    put(fields, "ct.response", json(record.path("responseElements")));
    put(fields, "ct.additionaleventdata", json(record.path("additionalEventData")));
    put(fields, "ct.managementevent", truth(record.path("managementEvent")));
    put(fields, "ct.readonly", truth(record.path("readOnly")));
    put(
        fields,
        "ct.sessioncredentialfromconsole",
        truth(record.path("sessionCredentialFromConsole")));
    String source = text(record.path("eventSource"));
    put(
        fields,
        "ct.shortsrc",
        source == null ? null : source.replaceFirst("\\.amazonaws\\.com$", ""));
    String account = text(record.at("/userIdentity/accountId"));
    put(
        fields,
        "ct.user.accountid",
        account == null ? text(record.path("recipientAccountId")) : account);
    put(fields, "ct.user", user(record.path("userIdentity")));
    put(fields, "ct.originaluser", originalUser(record.path("userIdentity")));
    JsonNode resources = record.path("resources");
    if (resources.isArray() && !resources.isEmpty()) {
      put(
          fields,
          "ct.resources",
          String.join(",", resources.valueStream().map(JsonNode::toString).toList()));
    }
    if (fields.containsKey("s3.bucket") && fields.containsKey("s3.key")) {
      put(fields, "s3.uri", "s3://" + fields.get("s3.bucket") + "/" + fields.get("s3.key"));
    }
    JsonNode data = record.path("additionalEventData");
    if (data.has("bytesTransferredIn") || data.has("bytesTransferredOut")) {
      put(
          fields,
          "s3.bytes",
          Long.toString(
              data.path("bytesTransferredIn").asLong(0)
                  + data.path("bytesTransferredOut").asLong(0)));
    }
    if (record.hasNonNull("eventName")) {
      String count =
          switch (record.path("eventName").asString()) {
            case "GetObject" -> "s3.cnt.get";
            case "PutObject" -> "s3.cnt.put";
            default -> "s3.cnt.other";
          };
      put(fields, count, "1");
    }
    return fields;
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

  private static @Nullable String json(JsonNode node) {
    return node.isMissingNode() ? null : node.toString();
  }

  private static @Nullable String truth(JsonNode node) {
    return node.isMissingNode() || node.isNull()
        ? null
        : Boolean.toString(node.isBoolean() && node.booleanValue());
  }

  private static @Nullable String user(JsonNode identity) {
    String type = identity.path("type").asString("");
    return switch (type) {
      case "Root", "IAMUser" -> text(identity.path("userName"));
      case "AWSService" -> text(identity.path("invokedBy"));
      case "AssumedRole" -> {
        String issuer = text(identity.at("/sessionContext/sessionIssuer/userName"));
        yield issuer == null ? type : issuer;
      }
      case "AWSAccount", "FederatedUser" -> type;
      default -> null;
    };
  }

  private static @Nullable String originalUser(JsonNode identity) {
    if (!identity.path("type").asString("").equals("AssumedRole")) {
      return text(identity.path("userName"));
    }
    String[] arn = identity.path("arn").asString("").split("/", -1);
    if (arn.length == 3) {
      return arn[2];
    }
    String[] principal = identity.path("principalId").asString("").split(":", -1);
    return principal.length == 2 ? principal[1] : null;
  }
}
