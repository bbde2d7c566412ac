// SPDX-License-Identifier: Apache-2.0
package io.eyrie.output.grpc;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.eyrie.alerts.v1.CatalogueServiceGrpc;
import io.eyrie.alerts.v1.Delivery;
import io.eyrie.alerts.v1.GetSourceRequest;
import io.eyrie.alerts.v1.GetSourceResponse;
import io.eyrie.alerts.v1.ListRulesRequest;
import io.eyrie.alerts.v1.ListRulesResponse;
import io.eyrie.alerts.v1.ListSourcesRequest;
import io.eyrie.alerts.v1.ListSourcesResponse;
import io.eyrie.alerts.v1.Rule;
import io.eyrie.alerts.v1.Source;
import io.eyrie.alerts.v1.SourceField;
import io.eyrie.api.catalogue.Catalogue;
import io.eyrie.api.field.Field;
import io.eyrie.api.source.SourceDeclaration;
import io.grpc.Status;
import io.grpc.stub.StreamObserver;
import java.util.List;
import java.util.Locale;
import java.util.zip.CRC32;

/** The catalogue service: describes what is loaded now. */
final class CatalogueService extends CatalogueServiceGrpc.CatalogueServiceImplBase {

  private final Catalogue catalogue;
  private final Calls calls;

  CatalogueService(Catalogue catalogue, Calls calls) {
    this.catalogue = catalogue;
    this.calls = calls;
  }

  @Override
  public void listRules(ListRulesRequest request, StreamObserver<ListRulesResponse> observer) {
    calls.answer(observer, () -> rules(request));
  }

  private ListRulesResponse rules(ListRulesRequest request) {
    String revision = catalogue.revision();
    List<Catalogue.Rule> rules = catalogue.rules();
    String stamp = stamp(revision);
    int from = place(request.getPageToken(), stamp, rules.size());
    int to = Math.min(rules.size(), from + Names.pageSize(request.getPageSize()));
    ListRulesResponse.Builder page =
        ListRulesResponse.newBuilder().setRevision(Messages.valid(revision));
    rules.subList(from, to).forEach(rule -> page.addRules(message(rule)));
    if (to < rules.size()) {
      page.setNextPageToken(stamp + "-" + to);
    }
    return page.build();
  }

  /** Pages of two revisions don't fit together. */
  private static int place(String token, String stamp, int size) {
    if (token.isEmpty()) {
      return 0;
    }
    if (!token.matches("[0-9a-f]{8}-[0-9]{1,8}")) {
      throw Refused.invalid(
          "page_token '%s' is none that this service gave".formatted(Names.shown(token)));
    }
    int place = Integer.parseInt(token.substring(9));
    if (!token.startsWith(stamp) || place > size) {
      throw new Refused(
          Status.ABORTED, "other rules were loaded since the page before: begin with the first");
    }
    return place;
  }

  private static String stamp(String revision) {
    CRC32 sum = new CRC32();
    sum.update(revision.getBytes(UTF_8));
    return "%08x".formatted(sum.getValue());
  }

  private static Rule message(Catalogue.Rule rule) {
    Rule.Builder message =
        Rule.newBuilder()
            .setName(Messages.valid(rule.name()))
            .setDescription(Messages.valid(rule.description()))
            .setPriority(Messages.priority(rule.priority()))
            .setSource(Messages.valid(rule.source()))
            .setActive(rule.active());
    rule.tags().forEach(tag -> message.addTags(Messages.valid(tag)));
    return message.build();
  }

  @Override
  public void listSources(
      ListSourcesRequest request, StreamObserver<ListSourcesResponse> observer) {
    calls.answer(
        observer,
        () -> {
          ListSourcesResponse.Builder all = ListSourcesResponse.newBuilder();
          catalogue.sources().forEach(source -> all.addSources(message(source)));
          return all.build();
        });
  }

  @Override
  public void getSource(GetSourceRequest request, StreamObserver<GetSourceResponse> observer) {
    calls.answer(
        observer,
        () -> {
          SourceDeclaration source =
              catalogue.sources().stream()
                  .filter(one -> one.name().equals(request.getName()))
                  .findFirst()
                  .orElseThrow(() ->
                      new Refused(
                          Status.NOT_FOUND,
                          "no loaded plugin brings an event source '%s': ListSources lists them"
                              .formatted(Names.shown(request.getName()))));
          Source.Builder message = message(source);
          source.fields().forEach(field -> message.addFields(message(field)));
          return GetSourceResponse.newBuilder().setSource(message).build();
        });
  }

  private static Source.Builder message(SourceDeclaration source) {
    return Source.newBuilder()
        .setName(source.name())
        .setDescription(Messages.valid(source.description()))
        .setDelivery(
            switch (source.delivery()) {
              case BEST_EFFORT -> Delivery.DELIVERY_BEST_EFFORT;
              case AT_LEAST_ONCE -> Delivery.DELIVERY_AT_LEAST_ONCE;
            })
        .addAllEventTypes(source.eventTypes())
        .putAllProvides(source.provides())
        .setFieldCount(source.fields().size());
  }

  private static SourceField message(Field field) {
    return SourceField.newBuilder()
        .setName(field.name())
        .setType(field.type().name().toLowerCase(Locale.ROOT))
        .setList(field.list())
        .setArgument(field.argument().name().toLowerCase(Locale.ROOT))
        .setDescription(Messages.valid(field.description()))
        .setDeprecation(Messages.valid(field.deprecation().orElse("")))
        .build();
  }
}
