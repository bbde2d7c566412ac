// SPDX-License-Identifier: Apache-2.0
package io.eyrie.cloudtrail.bucket;

import io.eyrie.api.source.Position;
import io.eyrie.cloudtrail.aws.Persistence;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.CommonPrefix;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Response;

/** Finds the shelves of a place: by organisation, account and region where CloudTrail writes so. */
final class Shelves {

  /** What calls for a list need. */
  static final String RIGHT = "s3:ListBucket";

  private static final Pattern ACCOUNTS = Pattern.compile("(?:.*/)?AWSLogs/(?:o-[a-z0-9]+/)?");
  private static final Pattern ACCOUNT =
      Pattern.compile("(?:.*/)?AWSLogs/(?:o-[a-z0-9]+/)?\\d{12}/");
  private static final Pattern REGIONS =
      Pattern.compile("(?:.*/)?AWSLogs/(?:o-[a-z0-9]+/)?\\d{12}/CloudTrail/");

  private final S3Client s3;
  private final Place place;
  private final Selection selection;
  private final Persistence persistence;
  private final List<Position> stored;
  private final Map<String, Shelf> known = new LinkedHashMap<>();

  /**
   * What is wanted of what is found.
   *
   * @param accounts empty for all
   * @param regions empty for all
   * @param startMillis from when on
   * @param overlapMillis how much later than its neighbours an object may appear
   */
  record Selection(
      Set<String> accounts, Set<String> regions, long startMillis, long overlapMillis) {}

  Shelves(
      S3Client s3,
      Place place,
      Selection selection,
      Persistence persistence,
      List<Position> stored) {
    this.s3 = s3;
    this.place = place;
    this.selection = selection;
    this.persistence = persistence;
    this.stored = List.copyOf(stored);
  }

  /** All that are there now, in the order of their prefixes. */
  List<Shelf> find() throws InterruptedException {
    List<String> prefixes = new ArrayList<>();
    look(place.prefix(), prefixes);
    return prefixes.stream()
        .sorted()
        .map(prefix -> known.computeIfAbsent(prefix, this::open))
        .toList();
  }

  private Shelf open(String prefix) {
    Shelf shelf =
        new Shelf(place.bucket(), prefix, selection.startMillis(), selection.overlapMillis());
    stored.forEach(position ->
        Shelf.parse(position.cursor())
            .ifPresent(millis -> shelf.restore(position.partition(), millis)));
    return shelf;
  }

  private void look(String prefix, List<String> into) throws InterruptedException {
    if (REGIONS.matcher(prefix).matches()) {
      for (String region : below(prefix)) {
        if (selection.regions().isEmpty() || selection.regions().contains(region)) {
          into.add(prefix + region + "/");
        }
      }
    } else if (ACCOUNT.matcher(prefix).matches()) {
      look(prefix + "CloudTrail/", into);
    } else if (ACCOUNTS.matcher(prefix).matches()) {
      for (String child : below(prefix)) {
        boolean account = child.matches("\\d{12}");
        if (account
            ? selection.accounts().isEmpty() || selection.accounts().contains(child)
            : child.matches("o-[a-z0-9]+")) {
          look(prefix + child + "/", into);
        }
      }
    } else if (!prefix.contains("AWSLogs/") && !below(prefix + "AWSLogs/").isEmpty()) {
      look(prefix + "AWSLogs/", into);
    } else {
      into.add(prefix);
    }
  }

  /** The names of the folders right below a prefix. */
  private List<String> below(String prefix) throws InterruptedException {
    List<String> names = new ArrayList<>();
    String[] token = new String[1];
    do {
      ListObjectsV2Response page =
          persistence.until(
              "s3://" + place.bucket() + "/" + prefix,
              RIGHT,
              () ->
                  s3.listObjectsV2(request ->
                      request
                          .bucket(place.bucket())
                          .prefix(prefix)
                          .delimiter("/")
                          .continuationToken(token[0])));
      for (CommonPrefix folder : page.commonPrefixes()) {
        String path = folder.prefix();
        names.add(path.substring(prefix.length(), path.length() - 1));
      }
      token[0] = page.nextContinuationToken();
    } while (token[0] != null);
    return names;
  }
}
