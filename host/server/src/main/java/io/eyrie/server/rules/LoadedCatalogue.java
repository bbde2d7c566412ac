// SPDX-License-Identifier: Apache-2.0
package io.eyrie.server.rules;

import io.eyrie.api.alert.Priority;
import io.eyrie.api.catalogue.Catalogue;
import io.eyrie.api.source.SourceDeclaration;
import io.eyrie.engine.RuleDescription;
import java.util.List;
import java.util.function.Supplier;

/** Shows outputs the edition that is in force at the moment of each call. */
public record LoadedCatalogue(Supplier<RuleEdition> inForce) implements Catalogue {

  @Override
  public String revision() {
    return inForce.get().revision();
  }

  @Override
  public List<Catalogue.Rule> rules() {
    return inForce.get().rules().rules().stream().<Catalogue.Rule>map(Described::new).toList();
  }

  @Override
  public List<SourceDeclaration> sources() {
    return inForce.get().sources();
  }

  private record Described(RuleDescription rule) implements Catalogue.Rule {

    @Override
    public String name() {
      return rule.name();
    }

    @Override
    public String description() {
      return rule.description();
    }

    @Override
    public Priority priority() {
      return rule.priority();
    }

    @Override
    public String source() {
      return rule.source();
    }

    @Override
    public List<String> tags() {
      return rule.tags();
    }

    @Override
    public boolean active() {
      return rule.active();
    }
  }
}
