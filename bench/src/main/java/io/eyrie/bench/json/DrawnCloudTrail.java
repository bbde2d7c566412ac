// SPDX-License-Identifier: Apache-2.0
package io.eyrie.bench.json;

import static io.eyrie.bench.json.Draw.array;
import static io.eyrie.bench.json.Draw.member;
import static io.eyrie.bench.json.Draw.object;
import static io.eyrie.bench.json.Draw.text;
import static io.eyrie.bench.json.Draw.texts;

import java.util.ArrayList;
import java.util.List;

/**
 * Calls of users, roles and services, of which a tenth fail and one in five hundred is an attack.
 */
final class DrawnCloudTrail implements DrawnRecords {

  private static final String[] READS = {
    "ec2:DescribeInstances", "s3:GetObject", "sts:GetCallerIdentity", "kms:Decrypt",
    "ssm:GetParameters", "iam:ListRoles", "logs:DescribeLogGroups", "ecr:BatchGetImage"
  };
  private static final String[] WRITES = {
    "s3:PutObject",
    "ec2:RunInstances",
    "ec2:CreateTags",
    "logs:CreateLogStream",
    "sts:AssumeRole",
    "dynamodb:UpdateTable"
  };
  private static final String[] ATTACKS = {
    "cloudtrail:StopLogging", "iam:AttachUserPolicy", "guardduty:DeleteDetector"
  };

  @Override
  public String record(Draw draw, int number) {
    boolean reads = draw.below(10) < 7;
    boolean fails = draw.once(10);
    String call = draw.once(500) ? draw.of(ATTACKS) : draw.of(reads ? READS : WRITES);
    String service = call.substring(0, call.indexOf(':')) + ".amazonaws.com";
    String account = "1234567890" + (10 + draw.below(20));
    String region = draw.of("eu-central-1", "us-east-1", "ap-southeast-2");
    List<String> members = new ArrayList<>();
    members.add(text("eventVersion", "1.09"));
    members.add(member("userIdentity", identity(draw, number, account)));
    members.add(text("eventTime", draw.time(number).toString().substring(0, 19) + "Z"));
    members.add(text("eventSource", service));
    members.add(text("eventName", call.substring(call.indexOf(':') + 1)));
    members.add(text("awsRegion", region));
    members.add(text("sourceIPAddress", draw.address()));
    members.add(
        text(
            "userAgent",
            "aws-cli/2.15."
                + draw.below(60)
                + " md/awscrt#0.19.19 ua/2.0 os/linux#5.15 lang/python"));
    if (fails) {
      members.add(text("errorCode", "AccessDenied"));
      members.add(
          text(
              "errorMessage",
              "User: arn:aws:sts::"
                  + account
                  + ":assumed-role/deploy is not allowed: \""
                  + call
                  + "\""));
    }
    members.add(member("requestParameters", parameters(draw)));
    members.add(member("responseElements", reads || fails ? "null" : answer(draw)));
    members.add(text("requestID", draw.uuid()));
    members.add(text("eventID", draw.uuid()));
    members.add(member("readOnly", Boolean.toString(reads)));
    if (call.startsWith("s3:")) {
      members.add(member("additionalEventData", transfer(draw)));
      members.add(member("resources", resources(draw, account)));
    }
    members.add(text("eventType", "AwsApiCall"));
    members.add(member("managementEvent", Boolean.toString(!call.startsWith("s3:"))));
    members.add(text("recipientAccountId", account));
    members.add(text("eventCategory", "Management"));
    members.add(
        member(
            "tlsDetails",
            object(
                text("tlsVersion", "TLSv1.3"),
                text("cipherSuite", "TLS_AES_128_GCM_SHA256"),
                text("clientProvidedHostHeader", region + "." + service))));
    return object(members.toArray(String[]::new));
  }

  private static String identity(Draw draw, int number, String account) {
    if (draw.once(6)) {
      return object(
          text("type", "AWSService"),
          text("invokedBy", draw.of("autoscaling", "config", "lambda") + ".amazonaws.com"));
    }
    if (draw.once(4)) {
      String name = draw.of("ann", "bob", "backup", "carla");
      return object(
          text("type", "IAMUser"),
          text("principalId", "AIDA" + draw.letters(16)),
          text("arn", "arn:aws:iam::" + account + ":user/" + name),
          text("accountId", account),
          text("accessKeyId", "AKIA" + draw.letters(16)),
          text("userName", name));
    }
    String role = draw.of("deploy", "node", "reader", "pipeline");
    String principal = "AROA" + draw.letters(16);
    return object(
        text("type", "AssumedRole"),
        text("principalId", principal + ":session-" + draw.below(1000)),
        text("arn", "arn:aws:sts::" + account + ":assumed-role/" + role + "/session"),
        text("accountId", account),
        text("accessKeyId", "ASIA" + draw.letters(16)),
        member(
            "sessionContext",
            object(
                member(
                    "sessionIssuer",
                    object(
                        text("type", "Role"),
                        text("principalId", principal),
                        text("arn", "arn:aws:iam::" + account + ":role/" + role),
                        text("accountId", account),
                        text("userName", role))),
                member("webIdFederationData", "{}"),
                member(
                    "attributes",
                    object(
                        text("creationDate", draw.time(number)),
                        text("mfaAuthenticated", "false"))))));
  }

  private static String parameters(Draw draw) {
    return switch (draw.below(4)) {
      case 0 -> "null";
      case 1 ->
          object(
              text("bucketName", "logs-" + draw.below(50)),
              text("key", "2026/01/" + draw.hex(12) + ".gz"),
              text("Host", "logs.s3.eu-central-1.amazonaws.com"));
      case 2 ->
          object(
              member(
                  "instancesSet",
                  object(
                      member(
                          "items",
                          array(
                              List.of(
                                  object(text("instanceId", "i-0" + draw.hex(8))),
                                  object(text("instanceId", "i-0" + draw.hex(8)))))))),
              member("maxResults", Integer.toString(draw.below(1000))));
      default ->
          object(
              text("roleArn", "arn:aws:iam::123456789012:role/reader"),
              text("policyDocument", "{\n \"Statement\": [{\"Effect\": \"Allow\"}]\n}"),
              member("names", texts("a/" + draw.hex(4), "b/" + draw.hex(4))));
    };
  }

  private static String answer(Draw draw) {
    return object(
        text("requestId", draw.uuid()),
        member(
            "credentials",
            object(
                text("accessKeyId", "ASIA" + draw.letters(16)),
                text("sessionToken", draw.letters(120)),
                text("expiration", "Jan 1, 2026, 1:00:00 PM"))));
  }

  private static String transfer(Draw draw) {
    return object(
        text("SignatureVersion", "SigV4"),
        text("CipherSuite", "TLS_AES_128_GCM_SHA256"),
        member("bytesTransferredIn", Integer.toString(draw.below(1 << 20))),
        text("AuthenticationMethod", "AuthHeader"),
        text("x-amz-id-2", draw.letters(76)),
        member("bytesTransferredOut", Integer.toString(draw.below(1 << 20))));
  }

  private static String resources(Draw draw, String account) {
    return array(
        List.of(
            object(
                text("type", "AWS::S3::Object"),
                text("ARN", "arn:aws:s3:::logs/2026/" + draw.hex(8))),
            object(
                text("accountId", account),
                text("type", "AWS::S3::Bucket"),
                text("ARN", "arn:aws:s3:::logs"))));
  }
}
