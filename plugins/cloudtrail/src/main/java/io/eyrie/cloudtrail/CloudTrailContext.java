// SPDX-License-Identifier: Apache-2.0
package io.eyrie.cloudtrail;

import static io.eyrie.jsonlog.field.JsonField.count;
import static io.eyrie.jsonlog.field.JsonField.decimal;
import static io.eyrie.jsonlog.field.JsonField.json;
import static io.eyrie.jsonlog.field.JsonField.text;
import static io.eyrie.jsonlog.field.JsonField.texts;

import io.eyrie.jsonlog.field.JsonField;
import java.util.List;
import java.util.stream.Stream;

/**
 * Fields that other tools have no names for: the session of who called, the resources one by one,
 * and the records of CloudTrail Insights.
 */
final class CloudTrailContext {

  private static final String SESSION = "/userIdentity/sessionContext/";
  private static final String ISSUER = SESSION + "sessionIssuer/";
  private static final String INSIGHT = "/insightDetails/";
  private static final String STATISTICS = INSIGHT + "insightContext/statistics/";

  private CloudTrailContext() {}

  static List<JsonField> fields() {
    return Stream.of(caller(), session(), resources(), insight()).flatMap(List::stream).toList();
  }

  private static List<JsonField> caller() {
    return List.of(
        text("ct.version", "Version of the record's form.", "/eventVersion"),
        text("ct.user.name", "User name of who made the call.", "/userIdentity/userName"),
        text(
            "ct.user.accesskeyid",
            "Access key that signed the call; ASIA... is temporary.",
            "/userIdentity/accessKeyId"),
        text("ct.user.invokedby", "Service that made the call.", "/userIdentity/invokedBy"),
        text("ct.mfaused", "Yes or No, at sign-ins.", "/additionalEventData/MFAUsed"),
        text(
            "ct.vpcendpointaccountid",
            "Account of the endpoint that the call went through.",
            "/vpcEndpointAccountId"));
  }

  private static List<JsonField> session() {
    return List.of(
        text(
            "ct.session.mfa",
            "true if a second factor was used for the session.",
            SESSION + "attributes/mfaAuthenticated"),
        text(
            "ct.session.created",
            "When the session began, as the record writes it.",
            SESSION + "attributes/creationDate"),
        text("ct.session.issuer.type", "What gave the session, such as Role.", ISSUER + "type"),
        text("ct.session.issuer.name", "Name of what gave the session.", ISSUER + "userName"),
        text("ct.session.issuer.arn", "ARN of what gave the session.", ISSUER + "arn"),
        text(
            "ct.session.issuer.accountid",
            "Account of what gave the session.",
            ISSUER + "accountId"),
        text(
            "ct.session.issuer.principalid",
            "Principal id of what gave the session.",
            ISSUER + "principalId"),
        text(
            "ct.session.federatedprovider",
            "Who vouched for the caller of a federated session.",
            SESSION + "webIdFederationData/federatedProvider"),
        text(
            "ct.session.sourceidentity",
            "Identity that stays the same over chained roles.",
            SESSION + "sourceIdentity"),
        text(
            "ct.session.ec2roledelivery",
            "Version of the metadata service that gave a machine the session: 1.0 or 2.0.",
            SESSION + "ec2RoleDelivery"));
  }

  /** Services write the key of the ARN in two ways. */
  private static List<JsonField> resources() {
    return List.of(
        texts(
            "ct.resources.arns",
            "ARNs of the resources that the call touched.",
            "/resources/*/ARN",
            "/resources/*/arn"),
        texts("ct.resources.types", "Types of the resources.", "/resources/*/type"),
        texts("ct.resources.accountids", "Accounts of the resources.", "/resources/*/accountId"));
  }

  private static List<JsonField> insight() {
    return List.of(
        text("ct.insight.state", "Start or End of what was unusual.", INSIGHT + "state"),
        text(
            "ct.insight.type",
            "ApiCallRateInsight or ApiErrorRateInsight.",
            INSIGHT + "insightType"),
        text("ct.insight.src", "Service of the unusual calls.", INSIGHT + "eventSource"),
        text("ct.insight.name", "Name of the unusual calls.", INSIGHT + "eventName"),
        text("ct.insight.error", "Error code of the unusual calls.", INSIGHT + "errorCode"),
        decimal(
            "ct.insight.average",
            "Calls per minute while unusual.",
            STATISTICS + "insight/average"),
        decimal(
            "ct.insight.baseline",
            "Calls per minute as they are usual.",
            STATISTICS + "baseline/average"),
        count(
            "ct.insight.duration",
            "How many minutes it was unusual.",
            STATISTICS + "insightDuration"),
        json(
            "ct.insight.attributions",
            "Who made more of the calls than usual, as JSON.",
            INSIGHT + "insightContext/attributions"));
  }
}
