// SPDX-License-Identifier: Apache-2.0
package io.eyrie.cloudtrail;

import static org.assertj.core.api.Assertions.assertThat;

import io.eyrie.api.field.Argument;
import io.eyrie.api.field.Field;
import io.eyrie.api.field.FieldType;
import io.eyrie.api.source.Delivery;
import io.eyrie.api.source.ReplayProvider;
import io.eyrie.testkit.FieldReplay;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class CloudTrailFieldsTest {

  private static final ReplayProvider PROVIDER =
      (ReplayProvider) new CloudTrailPlugin().sources().getFirst();

  @TempDir Path folder;

  static Stream<Arguments> values() {
    return Stream.of(
        row("ct.id", "'eventID':'e-1'", "e-1"),
        row("ct.info", info("'readOnly':false"), "ann via 192.0.2.7 \u2192 CreateUser"),
        row("ct.info", info("'errorCode':'x'"), "ann via 192.0.2.7 !\u2190 CreateUser"),
        row(
            "ct.info",
            info(
                "'readOnly':true,'additionalEventData':{'bytesTransferredIn':7},"
                    + "'requestParameters':{'bucketName':'b','key':'k','Host':'h'}"),
            "ann via 192.0.2.7 \u2190 CreateUser Size=7 URI=s3://b/k"),
        row(
            "ct.info",
            info("'requestParameters':{'key':'k'}"),
            "ann via 192.0.2.7 \u2190 CreateUser Key=k"),
        row(
            "ct.info",
            info("'requestParameters':{'Host':'h'}"),
            "ann via 192.0.2.7 \u2190 CreateUser Host=h"),
        row(
            "ct.info",
            "'userIdentity':{'type':'AWSService','invokedBy':'ec2.amazonaws.com'},"
                + "'sourceIPAddress':'ec2.amazonaws.com','eventName':'AssumeRole'",
            "ec2.amazonaws.com \u2190 AssumeRole"),
        row("ct.info", "'eventName':'CreateUser'", null),
        row("ec2.name", tagged("'instance'", "'Name'"), "web"),
        row("ec2.name", tagged("'volume'", "'Name'"), null),
        row("ec2.name", tagged("'instance'", "'name'"), null),
        row("ec2.imageids", machines("{'imageId':'a'},{},{'imageId':'b'}"), "[a, b]"),
        row("ec2.imageids", machines(""), null),
        row("ec2.imageids", request("imageId", "'ami-1'"), "[ami-1]"),
        row(
            "ec2.imageids",
            request("DescribeFastLaunchImagesRequest", "{'ImageId':{'content':'ami-2'}}"),
            "[ami-2]"),
        row("ec2.imageids", request("launchSpecification", "{'imageId':'ami-3'}"), "[ami-3]"),
        row("ec2.imageid", machines("{'imageId':'a'},{'imageId':'b'}"), "a"),
        row("ec2.imageid", request("imageId", "'ami-1'"), "ami-1"),
        row("ct.error", "'errorCode':'AccessDenied'", "AccessDenied"),
        row("ct.errormessage", "'errorMessage':'no \\u00e9'", "no é"),
        row("ct.src", "'eventSource':'s3.amazonaws.com'", "s3.amazonaws.com"),
        row("ct.shortsrc", "'eventSource':'s3.amazonaws.com'", "s3"),
        row("ct.shortsrc", "'eventSource':'s3\\u002eamazonaws.com'", "s3"),
        row("ct.shortsrc", "'eventSource':'example.org'", "example.org"),
        row("ct.shortsrc", "'eventSource':'.amazonaws.com'", ""),
        row("ct.name", "'eventName':'CreateUser'", "CreateUser"),
        row("ct.region", "'awsRegion':'eu-west-1'", "eu-west-1"),
        row("ct.srcip", "'sourceIPAddress':'192.0.2.7'", "192.0.2.7"),
        row("ct.useragent", "'userAgent':'aws-cli/2'", "aws-cli/2"),
        row("ct.managementevent", "'managementEvent':true", "true"),
        row("ct.managementevent", "'managementEvent':false", "false"),
        row("ct.managementevent", "'managementEvent':'True'", "false"),
        row("ct.managementevent", "'managementEvent':null", null),
        row("ct.readonly", "'readOnly':true", "true"),
        row("ct.readonly", "'readOnly':false", "false"),
        row("ct.requestid", "'requestID':'r-1'", "r-1"),
        row("ct.eventtype", "'eventType':'AwsApiCall'", "AwsApiCall"),
        row("ct.eventcategory", "'eventCategory':'Management'", "Management"),
        row("ct.apiversion", "'apiVersion':'2016-11-15'", "2016-11-15"),
        row("ct.recipientaccountid", "'recipientAccountId':'111122223333'", "111122223333"),
        row("ct.user", user("'type':'Root','userName':'root'"), "root"),
        row("ct.user", user("'type':'Root'"), null),
        row("ct.user", user("'type':'IAMUser','userName':'ann'"), "ann"),
        row(
            "ct.user",
            user("'type':'AWSService','invokedBy':'ec2.amazonaws.com'"),
            "ec2.amazonaws.com"),
        row("ct.user", user("'type':'AWSService','userName':'x'"), null),
        row(
            "ct.user",
            user("'type':'AssumedRole','sessionContext':{'sessionIssuer':{'userName':'admin'}}"),
            "admin"),
        row("ct.user", user("'type':'AssumedRole','userName':'x'"), "AssumedRole"),
        row("ct.user", user("'type':'AWSAccount'"), "AWSAccount"),
        row("ct.user", user("'type':'FederatedUser','userName':'x'"), "FederatedUser"),
        row("ct.user", user("'type':'IdentityCenterUser','userName':'x'"), null),
        row("ct.user", user("'userName':'x'"), null),
        row(
            "ct.originaluser",
            user("'type':'AssumedRole','arn':'arn:aws:sts::1:assumed-role/r/ann'"),
            "ann"),
        row(
            "ct.originaluser",
            user("'type':'AssumedRole','arn':'arn:x/y','principalId':'AROA:bob'"),
            "bob"),
        row(
            "ct.originaluser",
            user("'type':'AssumedRole','arn':'a/b/c/d','principalId':'A:b:c'"),
            null),
        row("ct.originaluser", user("'type':'IAMUser','userName':'eve'"), "eve"),
        row("ct.user.accountid", user("'accountId':'1'") + ",'recipientAccountId':'2'", "1"),
        row("ct.user.accountid", user("'accountId':null") + ",'recipientAccountId':'2'", "2"),
        row("ct.user.accountid", "'recipientAccountId':'2'", "2"),
        row("ct.user.identitytype", user("'type':'Root'"), "Root"),
        row("ct.user.principalid", user("'principalId':'AIDA'"), "AIDA"),
        row("ct.user.arn", user("'arn':'arn:aws:iam::1:user/ann'"), "arn:aws:iam::1:user/ann"),
        row("ct.request", "'requestParameters':{ 'a' : [ 1, 'x' ] }", "{\"a\":[1,\"x\"]}"),
        row("ct.request", "'requestParameters':null", "null"),
        row("ct.request", "'requestParameters':'text'", "\"text\""),
        row("ct.response", "'responseElements':{ 'ok' : true }", "{\"ok\":true}"),
        row("ct.response", "'responseElements':null", "null"),
        row("ct.response.reservationid", "'responseElements':{'reservationId':'r-9'}", "r-9"),
        row("ct.response.subnetid", "'responseElements':{'subnetId':'subnet-9'}", "subnet-9"),
        row(
            "ct.request.availabilityzone",
            request("availabilityZone", "'eu-west-1a'"),
            "eu-west-1a"),
        row("ct.request.cluster", request("cluster", "'c1'"), "c1"),
        row(
            "ct.request.documentname",
            request("documentName", "'AWS-RunShellScript'"),
            "AWS-RunShellScript"),
        row("ct.request.functionname", request("functionName", "'f'"), "f"),
        row("ct.request.groupname", request("groupName", "'admins'"), "admins"),
        row("ct.request.host", request("Host", "'b.s3.amazonaws.com'"), "b.s3.amazonaws.com"),
        row("ct.request.name", request("name", "'trail'"), "trail"),
        row("ct.request.policy", request("policy", "'text'"), "text"),
        row("ct.request.policy", request("policy", "{ 'v' : 1 }"), "{\"v\":1}"),
        row("ct.request.policy", request("policy", "[ 1, 2 ]"), "[1,2]"),
        row("ct.request.policy", request("policy", "null"), null),
        row("ct.request.reason", request("reason", "'why'"), "why"),
        row("ct.request.serialnumber", request("serialNumber", "'arn:mfa'"), "arn:mfa"),
        row("ct.request.servicename", request("serviceName", "'s'"), "s"),
        row("ct.request.subnetid", request("subnetId", "'subnet-1'"), "subnet-1"),
        row("ct.request.target", request("target", "'i-1'"), "i-1"),
        row("ct.request.taskdefinition", request("taskDefinition", "'t:1'"), "t:1"),
        row("ct.request.username", request("userName", "'eve'"), "eve"),
        row("iam.role", request("roleName", "'r'"), "r"),
        row("iam.policy", request("policyName", "'p'"), "p"),
        row("ct.resources", "'resources':[ {'a' : 1}, {'b':2} ]", "{\"a\":1},{\"b\":2}"),
        row("ct.resources", "'resources':[]", null),
        row("ct.resources", "'resources':{}", null),
        row("ct.additionaleventdata", "'additionalEventData':{ 'x':1 }", "{\"x\":1}"),
        row("ct.serviceeventdetails", "'serviceEventDetails':{ 'x':1 }", "{\"x\":1}"),
        row("ct.serviceeventdetails", "'serviceEventDetails':'x'", "x"),
        row("ct.sharedeventid", "'sharedEventID':'s-1'", "s-1"),
        row("ct.vpcendpointid", "'vpcEndpointId':'vpce-1'", "vpce-1"),
        row("ct.addendum.reason", "'addendum':{'reason':'DELIVERY_DELAY'}", "DELIVERY_DELAY"),
        row("ct.addendum.updatedfields", "'addendum':{'updatedFields':'a,b'}", "a,b"),
        row("ct.addendum.originalrequestid", "'addendum':{'originalRequestID':'r'}", "r"),
        row("ct.addendum.originaleventid", "'addendum':{'originalEventID':'e'}", "e"),
        row("ct.sessioncredentialfromconsole", "'sessionCredentialFromConsole':true", "true"),
        row("ct.edgedevicedetails", "'edgeDeviceDetails':{ 'd':1 }", "{\"d\":1}"),
        row("ct.tlsdetails.tlsversion", "'tlsDetails':{'tlsVersion':'TLSv1.3'}", "TLSv1.3"),
        row("ct.tlsdetails.ciphersuite", "'tlsDetails':{'cipherSuite':'X'}", "X"),
        row(
            "ct.tlsdetails.clientprovidedhostheader",
            "'tlsDetails':{'clientProvidedHostHeader':'h'}",
            "h"),
        row("ct.version", "'eventVersion':'v'", "v"),
        row("ct.user.name", "'userIdentity':{'userName':'v'}", "v"),
        row("ct.user.accesskeyid", "'userIdentity':{'accessKeyId':'v'}", "v"),
        row("ct.user.invokedby", "'userIdentity':{'invokedBy':'v'}", "v"),
        row("ct.mfaused", "'additionalEventData':{'MFAUsed':'v'}", "v"),
        row("ct.vpcendpointaccountid", "'vpcEndpointAccountId':'v'", "v"),
        row(
            "ct.session.mfa",
            "'userIdentity':{'sessionContext':{'attributes':{'mfaAuthenticated':'v'}}}",
            "v"),
        row(
            "ct.session.created",
            "'userIdentity':{'sessionContext':{'attributes':{'creationDate':'v'}}}",
            "v"),
        row(
            "ct.session.issuer.type",
            "'userIdentity':{'sessionContext':{'sessionIssuer':{'type':'v'}}}",
            "v"),
        row(
            "ct.session.issuer.name",
            "'userIdentity':{'sessionContext':{'sessionIssuer':{'userName':'v'}}}",
            "v"),
        row(
            "ct.session.issuer.arn",
            "'userIdentity':{'sessionContext':{'sessionIssuer':{'arn':'v'}}}",
            "v"),
        row(
            "ct.session.issuer.accountid",
            "'userIdentity':{'sessionContext':{'sessionIssuer':{'accountId':'v'}}}",
            "v"),
        row(
            "ct.session.issuer.principalid",
            "'userIdentity':{'sessionContext':{'sessionIssuer':{'principalId':'v'}}}",
            "v"),
        row(
            "ct.session.federatedprovider",
            "'userIdentity':{'sessionContext':{'webIdFederationData':{'federatedProvider':'v'}}}",
            "v"),
        row(
            "ct.session.sourceidentity",
            "'userIdentity':{'sessionContext':{'sourceIdentity':'v'}}",
            "v"),
        row(
            "ct.session.ec2roledelivery",
            "'userIdentity':{'sessionContext':{'ec2RoleDelivery':'v'}}",
            "v"),
        row("ct.insight.state", "'insightDetails':{'state':'v'}", "v"),
        row("ct.insight.type", "'insightDetails':{'insightType':'v'}", "v"),
        row("ct.insight.src", "'insightDetails':{'eventSource':'v'}", "v"),
        row("ct.insight.name", "'insightDetails':{'eventName':'v'}", "v"),
        row("ct.insight.error", "'insightDetails':{'errorCode':'v'}", "v"),
        row(
            "ct.resources.arns",
            "'resources':[{'ARN':'a1','type':'T','accountId':'1'},{'type':'U'},{'ARN':'a2'}]",
            "[a1, a2]"),
        row("ct.resources.arns", "'resources':[{'arn':'a1'},{'arn':null}]", "[a1]"),
        row("ct.resources.arns", "'resources':[{'arn':'a1'},{'ARN':'a2'}]", "[a2]"),
        row("ct.resources.arns", "'resources':[]", null),
        row(
            "ct.resources.types",
            "'resources':[{'ARN':'a1','type':'T','accountId':'1'},{'type':'U'},{'ARN':'a2'}]",
            "[T, U]"),
        row(
            "ct.resources.accountids",
            "'resources':[{'ARN':'a1','type':'T','accountId':'1'},{'type':'U'},{'ARN':'a2'}]",
            "[1]"),
        row("ct.insight.average", statistics("'insight':{'average':1.5}"), "1.5"),
        row("ct.insight.average", statistics("'insight':{'average':'1.5'}"), null),
        row("ct.insight.baseline", statistics("'baseline':{'average':17e-4}"), "0.0017"),
        row("ct.insight.duration", statistics("'insightDuration':7"), "7"),
        row(
            "ct.insight.attributions",
            "'insightDetails':{'insightContext':{'attributions':[ {'attribute':'userAgent'} ]}}",
            "[{\"attribute\":\"userAgent\"}]"),
        row("s3.uri", "'requestParameters':{'bucketName':'b','key':'k\\u002f1'}", "s3://b/k/1"),
        row("s3.uri", request("bucketName", "'b'"), null),
        row("s3.uri", request("key", "'k'"), null),
        row("s3.bucket", request("bucketName", "'b'"), "b"),
        row("s3.key", request("key", "'k'"), "k"),
        row("s3.bytes", data("'bytesTransferredIn':3,'bytesTransferredOut':4.9"), "7"),
        row("s3.bytes", data("'bytesTransferredIn':3"), "3"),
        row("s3.bytes", data("'bytesTransferredOut':4"), "4"),
        row("s3.bytes", data("'x':4"), null),
        row("s3.bytes.in", data("'bytesTransferredIn':3"), "3"),
        row("s3.bytes.out", data("'bytesTransferredOut':1.2e1"), "12"),
        row("s3.bytes.out", data("'bytesTransferredOut':'12'"), null),
        row("s3.cnt.get", "'eventName':'GetObject'", "1"),
        row("s3.cnt.get", "'eventName':'PutObject'", null),
        row("s3.cnt.put", "'eventName':'PutObject'", "1"),
        row("s3.cnt.put", "'eventName':'GetObject'", null),
        row("s3.cnt.other", "'eventName':'CopyObject'", "1"),
        row("s3.cnt.other", "'eventName':'GetObject'", null),
        row("ecr.repository", request("repositoryName", "'app'"), "app"),
        row("ecr.imagetag", request("imageTag", "'latest'"), "latest"),
        row("json.rawtime", "'x':1", "1770000000000000000"),
        row("ct.time", "'x':1", "2026-02-02T02:40:00Z"));
  }

  @ParameterizedTest(name = "{0} of {1} is {2}")
  @MethodSource("values")
  void fieldOfRecord(String field, String members, @Nullable String expected) throws Exception {
    assertThat(only(members).fields().get(field)).isEqualTo(expected);
  }

  /** Fields that every record has by its mere existence are the only ones present here. */
  @Test
  void anEmptyRecordHasNoFieldsOfItsOwn() throws Exception {
    assertThat(only("'unknown':1").fields().keySet())
        .containsExactly("ct.time", "jevt.obj", "jevt.rawtime", "json.obj", "json.rawtime");
  }

  @Test
  void valuesOfNullAreAbsent() throws Exception {
    String nulls =
        "'eventID':null,'errorCode':null,'eventSource':null,'eventName':null,'userIdentity':null,"
            + "'requestParameters':{'bucketName':null,'key':null},'tlsDetails':null,'readOnly':null";
    assertThat(only(nulls).fields().keySet())
        .containsExactly(
            "ct.request", "ct.time", "jevt.obj", "jevt.rawtime", "json.obj", "json.rawtime");
  }

  @Test
  void noFieldIsDeclaredThatNoRecordHereGives() {
    Set<String> given =
        values()
            .filter(row -> row.get()[2] != null)
            .map(row -> String.valueOf(row.get()[0]))
            .collect(Collectors.toCollection(TreeSet::new));
    given.addAll(List.of("json.value", "json.obj", "jevt.value", "jevt.obj", "jevt.rawtime"));
    assertThat(PROVIDER.declaration().fields())
        .extracting(Field::name)
        .containsExactlyInAnyOrderElementsOf(given);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        "{\"eventTime\":null}",
        "{\"eventTime\":\"soon\"}",
        "{\"eventTime\":1770000000}"
      })
  void aRecordWithoutATimeIsNoEvent(String record) throws Exception {
    Path file = Files.writeString(folder.resolve("a.json"), record);
    FieldReplay replay = FieldReplay.of(PROVIDER, file);
    assertThat(replay.events()).isEmpty();
    assertThat(replay.malformed()).containsExactly("no_event_time");
  }

  @Test
  void readsRecordsAsTheyAreDelivered() throws Exception {
    String record = "{\"eventTime\":\"2026-02-02T02:40:00Z\",\"eventName\":\"ListUsers\"}";
    Path file =
        Files.writeString(
            folder.resolve("a.json"), "{\"Records\":[" + record + "," + record + "]}");
    FieldReplay replay = FieldReplay.of(PROVIDER, file);
    assertThat(replay.events())
        .extracting(FieldReplay.Event::offset)
        .containsExactly(12L, 13L + record.length());
    assertThat(replay.events())
        .extracting(FieldReplay.Event::timeNanos)
        .containsOnly(1_770_000_000_000_000_000L);
  }

  @Test
  void choosesOneOfTheImages() throws Exception {
    String json =
        "{'eventTime':'2026-02-02T02:40:00Z'," + machines("{'imageId':'a'},{'imageId':'b'}") + "}";
    Path file = Files.writeString(folder.resolve("a.json"), json.replace('\'', '"'));
    FieldReplay replay =
        FieldReplay.of(PROVIDER, file, Map.of("ec2.imageids", List.of("0", "1", "2")));
    assertThat(replay.events().getFirst().fields())
        .containsEntry("ec2.imageids[0]", "[a]")
        .containsEntry("ec2.imageids[1]", "[b]")
        .doesNotContainKey("ec2.imageids[2]");
  }

  @Test
  void declaresItself() {
    var declaration = PROVIDER.declaration();
    assertThat(declaration.name()).isEqualTo("aws_cloudtrail");
    assertThat(declaration.eventTypes()).containsExactly("pluginevent");
    assertThat(declaration.delivery()).isEqualTo(Delivery.AT_LEAST_ONCE);
    assertThat(declaration.provides())
        .containsEntry("cloudtrail", "0.17.1")
        .containsEntry("json", "0.7.4");
    assertThat(declaration.fields())
        .allSatisfy(field -> assertThat(field.description()).endsWith("."))
        .filteredOn(field -> field.argument() != Argument.NONE)
        .extracting(Field::name)
        .containsExactly("ec2.imageids", "json.value", "jevt.value");
    assertThat(declaration.fields())
        .filteredOn(field -> field.type() != FieldType.STRING)
        .extracting(Field::name)
        .containsExactly(
            "s3.bytes",
            "s3.bytes.in",
            "s3.bytes.out",
            "s3.cnt.get",
            "s3.cnt.put",
            "s3.cnt.other",
            "ct.insight.average",
            "ct.insight.baseline",
            "ct.insight.duration");
  }

  private FieldReplay.Event only(String members) throws Exception {
    return FieldReplay.only(
        PROVIDER,
        folder,
        ("{'eventTime':'2026-02-02T02:40:00Z'," + members + "}").replace('\'', '"'),
        "");
  }

  private static Arguments row(String field, String members, @Nullable String expected) {
    return Arguments.of(field, members, expected);
  }

  private static String user(String members) {
    return "'userIdentity':{" + members + "}";
  }

  private static String request(String key, String value) {
    return "'requestParameters':{'" + key + "':" + value + "}";
  }

  private static String info(String members) {
    return user("'type':'IAMUser','userName':'ann'")
        + ",'sourceIPAddress':'192.0.2.7','eventName':'CreateUser',"
        + members;
  }

  private static String tagged(String type, String key) {
    return request(
        "tagSpecificationSet",
        "{'items':[{'resourceType':%s,'tags':[{'key':'x','value':'y'},{'key':%s,'value':'web'}]}]}"
            .formatted(type, key));
  }

  private static String machines(String items) {
    return "'responseElements':{'instancesSet':{'items':[" + items + "]}}";
  }

  private static String statistics(String members) {
    return "'insightDetails':{'insightContext':{'statistics':{" + members + "}}}";
  }

  private static String data(String members) {
    return "'additionalEventData':{" + members + "}";
  }
}
