// SPDX-License-Identifier: Apache-2.0
package io.eyrie.api.catalogue;

import io.eyrie.api.alert.Priority;
import io.eyrie.api.source.SourceDeclaration;
import io.eyrie.api.stability.Api;
import java.util.List;
import org.osgi.annotation.versioning.ProviderType;

/** What is loaded at this moment. Safe for several threads; each call sees the newest state. */
@Api(status = Api.Status.EXPERIMENTAL, since = "0.1.0")
@ProviderType
public interface Catalogue {

  /** The revision of the loaded rules. */
  String revision();

  /** The loaded rules, in their order. */
  List<Rule> rules();

  /** The declarations of the event sources that the loaded plugins bring. */
  List<SourceDeclaration> sources();

  /** A loaded rule, as subscribers may want to see it described. */
  @Api(status = Api.Status.EXPERIMENTAL, since = "0.1.0")
  @ProviderType
  interface Rule {

    /** Its unique name. */
    String name();

    /** What it is for. */
    String description();

    /** How severe its alerts are. */
    Priority priority();

    /** The event source it judges. */
    String source();

    /** Its tags, sorted. */
    List<String> tags();

    /** Whether it judges events now: enabled, and its source there. */
    boolean active();
  }
}
