// SPDX-License-Identifier: Apache-2.0
package io.eyrie.cloudtrail;

import static io.eyrie.jsonlog.field.JsonField.computed;
import static io.eyrie.jsonlog.field.JsonField.count;
import static io.eyrie.jsonlog.field.JsonField.json;
import static io.eyrie.jsonlog.field.JsonField.text;
import static java.nio.charset.StandardCharsets.US_ASCII;

import io.eyrie.api.field.Field;
import io.eyrie.api.field.FieldType;
import io.eyrie.api.field.Value;
import io.eyrie.jsonlog.field.JsonField;
import io.eyrie.jsonlog.projection.JsonKind;
import io.eyrie.jsonlog.projection.Slice;
import io.eyrie.jsonlog.projection.Slots;
import java.util.List;
import java.util.stream.Stream;

/** The table of the fields of CloudTrail records. */
final class CloudTrailFields {

  private static final byte[] SERVICE_SUFFIX = ".amazonaws.com".getBytes(US_ASCII);
  private static final byte[] GET_OBJECT = "GetObject".getBytes(US_ASCII);
  private static final byte[] PUT_OBJECT = "PutObject".getBytes(US_ASCII);

  private CloudTrailFields() {}

  static List<JsonField> fields() {
    return Stream.of(
            call(),
            identity(),
            request(),
            details(),
            storage(),
            images(),
            CloudTrailInstances.fields(),
            CloudTrailContext.fields(),
            List.of(CloudTrailInfo.field()))
        .flatMap(List::stream)
        .toList();
  }

  private static List<JsonField> call() {
    return List.of(
        text("ct.id", "Unique id of the record.", "/eventID"),
        text("ct.error", "Error code, when the call failed.", "/errorCode"),
        text("ct.errormessage", "Error message, when the call failed.", "/errorMessage"),
        text("ct.time", "Time of the call, as the record writes it.", "/eventTime"),
        text("ct.src", "Service that was called, such as s3.amazonaws.com.", "/eventSource"),
        computed(
            "ct.shortsrc",
            "Service without .amazonaws.com, such as s3.",
            CloudTrailFields::shortSource,
            "/eventSource"),
        text("ct.name", "Name of the call, such as CreateUser.", "/eventName"),
        text("ct.region", "Region that the call was made to.", "/awsRegion"),
        text(
            "ct.srcip",
            "Address that the call came from; the name of a service when AWS made it.",
            "/sourceIPAddress"),
        text("ct.useragent", "Program that made the call.", "/userAgent"),
        computed(
            "ct.managementevent",
            "true for calls that manage resources, else false.",
            CloudTrailFields::truth,
            "/managementEvent"),
        computed(
            "ct.readonly",
            "true for calls that change nothing, else false.",
            CloudTrailFields::truth,
            "/readOnly"),
        text("ct.requestid", "Id of the request, given by the service.", "/requestID"),
        text("ct.eventtype", "Kind of the record, such as AwsApiCall.", "/eventType"),
        text("ct.eventcategory", "Management, Data, NetworkActivity or Insight.", "/eventCategory"),
        text("ct.apiversion", "Version of the service's interface.", "/apiVersion"),
        text("ct.recipientaccountid", "Account that received the record.", "/recipientAccountId"));
  }

  private static List<JsonField> identity() {
    return List.of(
        computed(
            "ct.user",
            "Who made the call: user, role or service.",
            CloudTrailUser::user,
            CloudTrailUser.USER_PATHS),
        computed(
            "ct.originaluser",
            "Who took on the role that made the call, else the user.",
            CloudTrailUser::originalUser,
            CloudTrailUser.ORIGINAL_USER_PATHS),
        text(
            "ct.user.accountid",
            "Account of who made the call.",
            "/userIdentity/accountId",
            "/recipientAccountId"),
        text(
            "ct.user.identitytype",
            "Type of who made the call, such as IAMUser or AssumedRole.",
            "/userIdentity/type"),
        text(
            "ct.user.principalid",
            "Principal id of who made the call.",
            "/userIdentity/principalId"),
        text("ct.user.arn", "ARN of who made the call.", "/userIdentity/arn"));
  }

  private static List<JsonField> request() {
    return List.of(
        json("ct.request", "All parameters of the call, as JSON.", "/requestParameters"),
        parameter("ct.request.availabilityzone", "availabilityZone"),
        parameter("ct.request.cluster", "cluster"),
        parameter("ct.request.documentname", "documentName"),
        parameter("ct.request.functionname", "functionName"),
        parameter("ct.request.groupname", "groupName"),
        parameter("ct.request.host", "Host"),
        parameter("ct.request.name", "name"),
        parameter("ct.request.policy", "policy"),
        parameter("ct.request.reason", "reason"),
        parameter("ct.request.serialnumber", "serialNumber"),
        parameter("ct.request.servicename", "serviceName"),
        parameter("ct.request.subnetid", "subnetId"),
        parameter("ct.request.target", "target"),
        parameter("ct.request.taskdefinition", "taskDefinition"),
        parameter("ct.request.username", "userName"),
        json("ct.response", "All that the call answered, as JSON.", "/responseElements"),
        text(
            "ct.response.reservationid",
            "reservationId of the answer.",
            "/responseElements/reservationId"),
        text("ct.response.subnetid", "subnetId of the answer.", "/responseElements/subnetId"),
        text("iam.role", "Name of the IAM role.", "/requestParameters/roleName"),
        text("iam.policy", "Name of the IAM policy.", "/requestParameters/policyName"));
  }

  private static List<JsonField> details() {
    return List.of(
        computed(
            "ct.resources",
            "Resources that the call touched, as JSON parted by commas.",
            CloudTrailFields::elements,
            "/resources"),
        json(
            "ct.additionaleventdata",
            "Further data of the record, as JSON.",
            "/additionalEventData"),
        text(
            "ct.serviceeventdetails",
            "Details of an event that a service caused.",
            "/serviceEventDetails"),
        text(
            "ct.sharedeventid",
            "Id shared by records of one call in several accounts.",
            "/sharedEventID"),
        text("ct.vpcendpointid", "Endpoint that the call went through.", "/vpcEndpointId"),
        text(
            "ct.addendum.reason", "Why the record was delivered late or anew.", "/addendum/reason"),
        text(
            "ct.addendum.updatedfields",
            "What a record delivered anew changes.",
            "/addendum/updatedFields"),
        text(
            "ct.addendum.originalrequestid",
            "Request id of the record that this one replaces.",
            "/addendum/originalRequestID"),
        text(
            "ct.addendum.originaleventid",
            "Id of the record that this one replaces.",
            "/addendum/originalEventID"),
        computed(
            "ct.sessioncredentialfromconsole",
            "true for calls made in the console, else false.",
            CloudTrailFields::truth,
            "/sessionCredentialFromConsole"),
        text("ct.edgedevicedetails", "Edge device that the call went to.", "/edgeDeviceDetails"),
        text("ct.tlsdetails.tlsversion", "TLS version of the call.", "/tlsDetails/tlsVersion"),
        text(
            "ct.tlsdetails.ciphersuite",
            "TLS cipher suite of the call.",
            "/tlsDetails/cipherSuite"),
        text(
            "ct.tlsdetails.clientprovidedhostheader",
            "Host that the caller named.",
            "/tlsDetails/clientProvidedHostHeader"));
  }

  private static List<JsonField> storage() {
    return List.of(
        computed(
            "s3.uri",
            "The object, as s3://bucket/key.",
            CloudTrailFields::objectUri,
            "/requestParameters/bucketName",
            "/requestParameters/key"),
        text("s3.bucket", "Name of the bucket.", "/requestParameters/bucketName"),
        text("s3.key", "Key of the object.", "/requestParameters/key"),
        computed(
            Field.of("s3.bytes", FieldType.UINT64, "Bytes sent and received."),
            CloudTrailFields::sum,
            "/additionalEventData/bytesTransferredIn",
            "/additionalEventData/bytesTransferredOut"),
        count("s3.bytes.in", "Bytes received by S3.", "/additionalEventData/bytesTransferredIn"),
        count("s3.bytes.out", "Bytes sent by S3.", "/additionalEventData/bytesTransferredOut"),
        computed(
            Field.of("s3.cnt.get", FieldType.UINT64, "1 for GetObject."),
            (slots, at, into) -> one(slots.is(at[0], GET_OBJECT), into),
            "/eventName"),
        computed(
            Field.of("s3.cnt.put", FieldType.UINT64, "1 for PutObject."),
            (slots, at, into) -> one(slots.is(at[0], PUT_OBJECT), into),
            "/eventName"),
        computed(
            Field.of("s3.cnt.other", FieldType.UINT64, "1 for all but GetObject and PutObject."),
            (slots, at, into) ->
                one(
                    slots.present(at[0])
                        && !slots.is(at[0], GET_OBJECT)
                        && !slots.is(at[0], PUT_OBJECT),
                    into),
            "/eventName"));
  }

  private static List<JsonField> images() {
    return List.of(
        text(
            "ecr.repository", "Name of the image repository.", "/requestParameters/repositoryName"),
        text("ecr.imagetag", "Tag of the image.", "/requestParameters/imageTag"));
  }

  private static JsonField parameter(String name, String key) {
    return text(name, key + " of the call's parameters.", "/requestParameters/" + key);
  }

  private static void shortSource(Slots slots, int[] at, Value into) {
    if (!slots.present(at[0])) {
      return;
    }
    Slice text = slots.text(at[0]);
    int cut = text.endsWith(SERVICE_SUFFIX) ? SERVICE_SUFFIX.length : 0;
    into.set(text.array(), text.offset(), text.length() - cut);
  }

  /**
   * As text, as upstream declares these fields; whatever is not the literal true counts as false.
   */
  private static void truth(Slots slots, int[] at, Value into) {
    if (slots.present(at[0])) {
      into.set(slots.kind(at[0]) == JsonKind.TRUE ? "true" : "false");
    }
  }

  /** The elements of an array without its brackets. */
  private static void elements(Slots slots, int[] at, Value into) {
    if (slots.kind(at[0]) == JsonKind.ARRAY) {
      Slice text = slots.text(at[0]);
      if (text.length() > 2) {
        into.set(text.array(), text.offset() + 1, text.length() - 2);
      }
    }
  }

  private static void objectUri(Slots slots, int[] at, Value into) {
    if (slots.present(at[0]) && slots.present(at[1])) {
      slots.begin();
      slots.append("s3://");
      slots.append(at[0]);
      slots.append("/");
      slots.append(at[1]);
      slots.end().giveTo(into);
    }
  }

  private static void sum(Slots slots, int[] at, Value into) {
    boolean in = slots.countable(at[0]);
    boolean out = slots.countable(at[1]);
    if (in || out) {
      into.set((in ? slots.count(at[0]) : 0) + (out ? slots.count(at[1]) : 0));
    }
  }

  private static void one(boolean condition, Value into) {
    if (condition) {
      into.set(1);
    }
  }
}
