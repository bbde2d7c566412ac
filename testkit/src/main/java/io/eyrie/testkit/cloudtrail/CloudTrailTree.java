// SPDX-License-Identifier: Apache-2.0
package io.eyrie.testkit.cloudtrail;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.StringJoiner;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * A CloudTrail record as a plain JSON tree, and what its fields are by that tree: slow, obvious,
 * and without a line in common with the source that is held against it.
 *
 * @param record a record that has a time
 */
public record CloudTrailTree(JsonNode record) {

  private static final JsonMapper MAPPER =
      JsonMapper.builder().enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS).build();

  /** Fields that are the text at one path; the rest stands in {@link #fields}. */
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
          Map.entry("ecr.imagetag", "/requestParameters/imageTag"),
          Map.entry("ct.version", "/eventVersion"),
          Map.entry("ct.user.name", "/userIdentity/userName"),
          Map.entry("ct.user.accesskeyid", "/userIdentity/accessKeyId"),
          Map.entry("ct.user.invokedby", "/userIdentity/invokedBy"),
          Map.entry("ct.mfaused", "/additionalEventData/MFAUsed"),
          Map.entry("ct.vpcendpointaccountid", "/vpcEndpointAccountId"),
          Map.entry("ct.session.mfa", "/userIdentity/sessionContext/attributes/mfaAuthenticated"),
          Map.entry("ct.session.created", "/userIdentity/sessionContext/attributes/creationDate"),
          Map.entry("ct.session.issuer.type", "/userIdentity/sessionContext/sessionIssuer/type"),
          Map.entry(
              "ct.session.issuer.name", "/userIdentity/sessionContext/sessionIssuer/userName"),
          Map.entry("ct.session.issuer.arn", "/userIdentity/sessionContext/sessionIssuer/arn"),
          Map.entry(
              "ct.session.issuer.accountid",
              "/userIdentity/sessionContext/sessionIssuer/accountId"),
          Map.entry(
              "ct.session.issuer.principalid",
              "/userIdentity/sessionContext/sessionIssuer/principalId"),
          Map.entry(
              "ct.session.federatedprovider",
              "/userIdentity/sessionContext/webIdFederationData/federatedProvider"),
          Map.entry("ct.session.sourceidentity", "/userIdentity/sessionContext/sourceIdentity"),
          Map.entry("ct.session.ec2roledelivery", "/userIdentity/sessionContext/ec2RoleDelivery"),
          Map.entry("ct.insight.state", "/insightDetails/state"),
          Map.entry("ct.insight.type", "/insightDetails/insightType"),
          Map.entry("ct.insight.src", "/insightDetails/eventSource"),
          Map.entry("ct.insight.name", "/insightDetails/eventName"),
          Map.entry("ct.insight.error", "/insightDetails/errorCode"));

  /**
   * The files of records in the folder of reference data that {@code -Dshared} names; none when it
   * names none.
   */
  public static List<Path> sharedFiles() throws IOException {
    String shared = System.getProperty("eyrie.shared", "");
    Path folder =
        Path.of(System.getProperty("eyrie.root", "."))
            .resolve(shared)
            .resolve(Path.of("data", "cloudtrail"));
    List<Path> files = new ArrayList<>();
    if (!shared.isEmpty() && Files.isDirectory(folder)) {
      try (DirectoryStream<Path> stream = Files.newDirectoryStream(folder, "*.events.jsonl")) {
        stream.forEach(files::add);
      }
    }
    return files.stream().sorted().toList();
  }

  /** The records of a file that has one in each line; those without a time are no events. */
  public static List<CloudTrailTree> eventsOf(Path file) throws IOException {
    return Files.readAllLines(file).stream()
        .map(MAPPER::readTree)
        .filter(record -> record.path("eventTime").asString("").startsWith("20"))
        .map(CloudTrailTree::new)
        .toList();
  }

  /** What {@code json.value} is for a pointer; null when the record has nothing there. */
  public @Nullable String value(String pointer) {
    JsonNode node = record.at(pointer);
    return node.isString() ? node.asString() : json(node);
  }

  /** All fields that the record has, those that take an argument excepted, by name. */
  public Map<String, String> fields() {
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
    machines(fields);
    insight(fields);
    for (String key : List.of("type", "accountId")) {
      each(fields, "ct.resources." + key.toLowerCase(Locale.ROOT) + "s", resources, key);
    }
    each(fields, "ct.resources.arns", resources, "arn");
    each(fields, "ct.resources.arns", resources, "ARN");
    info(fields);
    String whole = indented(record, "\n");
    String time = Long.toString(nanos(record.path("eventTime").asString()));
    for (String prefix : List.of("json", "jevt")) {
      fields.put(prefix + ".obj", whole);
      fields.put(prefix + ".rawtime", time);
    }
    return fields;
  }

  private void insight(Map<String, String> fields) {
    JsonNode context = record.at("/insightDetails/insightContext");
    for (String period : List.of("insight", "baseline")) {
      JsonNode average = context.at("/statistics/" + period + "/average");
      if (average.isNumber()) {
        String name = period.equals("insight") ? "average" : period;
        fields.put("ct.insight." + name, Double.toString(average.asDouble()));
      }
    }
    put(fields, "ct.insight.duration", text(context.at("/statistics/insightDuration")));
    put(fields, "ct.insight.attributions", json(context.path("attributions")));
  }

  /** A list of what the elements have under a key, if any has. */
  private static void each(Map<String, String> fields, String name, JsonNode array, String key) {
    List<String> values =
        array.isArray()
            ? array.valueStream().map(one -> text(one.path(key))).filter(Objects::nonNull).toList()
            : List.of();
    if (!values.isEmpty()) {
      fields.put(name, values.toString());
    }
  }

  private void info(Map<String, String> fields) {
    String user = fields.get("ct.user");
    String address = fields.get("ct.srcip");
    if (user == null || address == null || !fields.containsKey("ct.name")) {
      return;
    }
    StringJoiner line = new StringJoiner(" ");
    line.add(user.equals(address) ? user : user + " via " + address);
    line.add(
        (fields.containsKey("ct.error") ? "!" : "")
            + ("false".equals(fields.get("ct.readonly")) ? "\u2192" : "\u2190"));
    line.add(fields.get("ct.name"));
    if (fields.containsKey("s3.bytes")) {
      line.add("Size=" + fields.get("s3.bytes"));
    }
    if (fields.containsKey("s3.uri")) {
      line.add("URI=" + fields.get("s3.uri"));
    } else if (fields.containsKey("s3.bucket")) {
      line.add("Bucket=" + fields.get("s3.bucket"));
    } else if (fields.containsKey("s3.key")) {
      line.add("Key=" + fields.get("s3.key"));
    } else if (fields.containsKey("ct.request.host")) {
      line.add("Host=" + fields.get("ct.request.host"));
    }
    fields.put("ct.info", line.toString());
  }

  private void machines(Map<String, String> fields) {
    for (JsonNode item : record.at("/requestParameters/tagSpecificationSet/items")) {
      if (item.path("resourceType").asString("").equals("instance")) {
        for (JsonNode tag : item.path("tags")) {
          String value = tag.path("value").asString("");
          if (tag.path("key").asString("").equals("Name") && !value.isEmpty()) {
            fields.put("ec2.name", value);
          }
        }
      }
    }
    JsonNode items = record.at("/responseElements/instancesSet/items");
    List<String> images =
        items.isArray()
            ? items
                .valueStream()
                .map(item -> item.path("imageId").asString(""))
                .filter(image -> !image.isEmpty())
                .toList()
            : List.of(
                    "imageId",
                    "DescribeFastLaunchImagesRequest/ImageId/content",
                    "launchSpecification/imageId")
                .stream()
                .map(path -> record.at("/requestParameters/" + path).asString(""))
                .filter(image -> !image.isEmpty())
                .limit(1)
                .toList();
    if (!images.isEmpty()) {
      fields.put("ec2.imageids", images.toString());
    }
    String first =
        items.isArray() ? items.path(0).path("imageId").asString("") : String.join("", images);
    if (!first.isEmpty()) {
      fields.put("ec2.imageid", first);
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

  private static String indented(JsonNode node, String newLine) {
    String deeper = newLine + "  ";
    if (node.isEmpty()) {
      return node.toString();
    }
    if (node.isArray()) {
      StringJoiner elements = new StringJoiner("," + deeper, "[" + deeper, newLine + "]");
      node.forEach(element -> elements.add(indented(element, deeper)));
      return elements.toString();
    }
    StringJoiner members = new StringJoiner("," + deeper, "{" + deeper, newLine + "}");
    node.forEachEntry((key, value) ->
        members.add(MAPPER.writeValueAsString(key) + ": " + indented(value, deeper)));
    return members.toString();
  }

  /** Some records have a blank between date and time, and no zone, which is UTC then. */
  private static long nanos(String text) {
    Instant time = Instant.parse(text.replace(' ', 'T') + (text.endsWith("Z") ? "" : "Z"));
    return time.getEpochSecond() * 1_000_000_000 + time.getNano();
  }
}
