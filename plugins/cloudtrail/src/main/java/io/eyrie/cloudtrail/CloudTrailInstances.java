// SPDX-License-Identifier: Apache-2.0
package io.eyrie.cloudtrail;

import static io.eyrie.jsonlog.field.JsonField.bound;
import static java.nio.charset.StandardCharsets.US_ASCII;

import io.eyrie.api.field.Argument;
import io.eyrie.api.field.Field;
import io.eyrie.api.field.FieldType;
import io.eyrie.api.field.Value;
import io.eyrie.jsonlog.field.JsonField;
import io.eyrie.jsonlog.projection.Elements;
import io.eyrie.jsonlog.projection.JsonKind;
import io.eyrie.jsonlog.projection.Slice;
import io.eyrie.jsonlog.projection.Slots;
import java.util.List;

/** The fields of machines that are started. */
final class CloudTrailInstances {

  private static final byte[] INSTANCE = "instance".getBytes(US_ASCII);
  private static final byte[] NAME = "Name".getBytes(US_ASCII);
  private static final String TAGGED = "/requestParameters/tagSpecificationSet/items/*";
  private static final String[] IMAGES = {
    "/responseElements/instancesSet/items",
    "/responseElements/instancesSet/items/*",
    "/responseElements/instancesSet/items/*/imageId",
    "/requestParameters/imageId",
    "/requestParameters/DescribeFastLaunchImagesRequest/ImageId/content",
    "/requestParameters/launchSpecification/imageId"
  };

  private CloudTrailInstances() {}

  static List<JsonField> fields() {
    return List.of(
        JsonField.computed(
            Field.of("ec2.name", FieldType.STRING, "Name that new machines are given by tag."),
            CloudTrailInstances::name,
            TAGGED,
            TAGGED + "/resourceType",
            TAGGED + "/tags/*",
            TAGGED + "/tags/*/key",
            TAGGED + "/tags/*/value"),
        JsonField.computed(
            Field.of("ec2.imageid", FieldType.STRING, "Image of the first machine.")
                .asDeprecated("use ec2.imageids"),
            (slots, at, into) -> images(slots, at, 0, false, into),
            IMAGES),
        JsonField.bound(
            Field.of("ec2.imageids", FieldType.STRING, "Images of the machines.")
                .asList()
                .withArgument(Argument.OPTIONAL_INDEX),
            (argument, _) -> {
              int chosen = JsonField.index("ec2.imageids", argument);
              return bound((slots, at, into) -> images(slots, at, chosen, true, into), IMAGES);
            }));
  }

  /** The tag Name of the last specification that is for machines. */
  private static void name(Slots slots, int[] at, Value into) {
    Elements items = slots.elements(at[0]);
    Elements types = slots.elements(at[1]);
    Elements tags = slots.elements(at[2]);
    for (int item = items.size() - 1; item >= 0; item--) {
      int type = types.firstWithin(items, item, 0);
      if (type < 0 || !slots.is(types, type, INSTANCE)) {
        continue;
      }
      int tag = tags.firstWithin(items, item, 0);
      while (tag >= 0 && !named(slots, at, tags, tag, into)) {
        tag = tags.firstWithin(items, item, tag + 1);
      }
      if (tag >= 0) {
        return;
      }
    }
  }

  private static boolean named(Slots slots, int[] at, Elements tags, int tag, Value into) {
    Elements keys = slots.elements(at[3]);
    Elements values = slots.elements(at[4]);
    int key = keys.firstWithin(tags, tag, 0);
    int value = values.firstWithin(tags, tag, 0);
    if (key < 0 || value < 0 || !slots.is(keys, key, NAME) || !values.present(value)) {
      return false;
    }
    Slice text = slots.text(values, value);
    if (text.length() == 0) {
      return false;
    }
    text.giveTo(into);
    return true;
  }

  /** The images of the answer's machines, or of one; without machines, that of the request. */
  private static void images(Slots slots, int[] at, int chosen, boolean list, Value into) {
    if (slots.kind(at[0]) == JsonKind.ARRAY) {
      Elements machines = slots.elements(at[1]);
      Elements images = slots.elements(at[2]);
      for (int i = Math.max(0, chosen); i < machines.size(); i++) {
        int image = images.firstWithin(machines, i, 0);
        if (image >= 0 && images.present(image)) {
          give(slots.text(images, image), list, into);
        }
        if (chosen >= 0) {
          return;
        }
      }
      return;
    }
    for (int i = 3; i < at.length && chosen <= 0; i++) {
      if (slots.present(at[i])) {
        give(slots.text(at[i]), list, into);
        return;
      }
    }
  }

  private static void give(Slice text, boolean list, Value into) {
    if (text.length() == 0) {
      return;
    }
    if (!list) {
      text.giveTo(into);
      return;
    }
    text.addTo(into);
  }
}
