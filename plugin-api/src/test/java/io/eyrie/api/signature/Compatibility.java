// SPDX-License-Identifier: Apache-2.0
package io.eyrie.api.signature;

import io.eyrie.api.signature.Surface.Declared;
import io.eyrie.api.signature.Surface.Member;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a newer surface takes away from those who were built against an older one.
 *
 * <p>Only types that the older surface promised as stable count. Types that only the host
 * implements may gain abstract methods; all others may gain only what has a body.
 */
final class Compatibility {

  private final Surface newer;
  private final List<String> breaks = new ArrayList<>();

  private Compatibility(Surface newer) {
    this.newer = newer;
  }

  /** Each break as a sentence that begins with the type; empty when there is none. */
  static List<String> breaks(Surface older, Surface newer) {
    Compatibility compatibility = new Compatibility(newer);
    older.types().values().stream().filter(Declared::stable).forEach(compatibility::compare);
    return List.copyOf(compatibility.breaks);
  }

  private void compare(Declared was) {
    Declared is = newer.types().get(was.name());
    if (is == null) {
      breaks.add(was.name() + " is gone");
      return;
    }
    same(was.name(), "kind", was.kind(), is.kind());
    same(was.name(), "promise", was.status(), is.status());
    if (!was.implementer().equals(is.implementer()) && is.hostOnly()) {
      breaks.add(was.name() + " may no longer be implemented by " + was.implementer());
    }
    for (String modifier : List.of("final", "abstract", "sealed", "static", "unextendable")) {
      if (is.has(modifier) && !was.has(modifier)) {
        breaks.add(was.name() + " became " + modifier);
      }
    }
    if (was.has("static") && !is.has("static")) {
      breaks.add(was.name() + " is no longer static");
    }
    if (was.has("public") && !is.has("public")) {
      breaks.add(was.name() + " is no longer public");
    }
    was.supertypes().stream()
        .filter(supertype -> !is.supertypes().contains(supertype))
        .forEach(supertype -> breaks.add(was.name() + " is no longer a " + supertype));
    was.members().values().forEach(member -> compare(was, member, is));
    is.members().values().stream()
        .filter(member -> !was.members().containsKey(member.key()))
        .forEach(member -> added(was, member));
  }

  private void compare(Declared owner, Member was, Declared ownerNow) {
    String where = owner.name() + ": " + was.key();
    Member is = inherited(ownerNow, was.key());
    if (is == null) {
      breaks.add(where + " is gone");
      return;
    }
    same(where, "type", was.type(), is.type());
    same(where, "parameters, exceptions or value", was.detail(), is.detail());
    if (was.has("public") && !is.has("public")) {
      breaks.add(where + " is no longer public");
    }
    if (was.has("static") != is.has("static")) {
      breaks.add(where + (is.has("static") ? " became static" : " is no longer static"));
    }
    for (String modifier : List.of("abstract", "final")) {
      if (is.has(modifier) && !was.has(modifier)) {
        breaks.add(where + " became " + modifier);
      }
    }
    if (was.has("optional") && !is.has("optional")) {
      breaks.add(where + " has no default any more");
    }
  }

  /** A member that moved up to a supertype of the contract is still there for everybody. */
  private @Nullable Member inherited(Declared owner, String key) {
    Member own = owner.members().get(key);
    if (own != null || key.startsWith("constructor ")) {
      return own;
    }
    for (String supertype : owner.supertypes()) {
      Declared above = newer.types().get(supertype.replaceFirst("<.*", ""));
      Member member = above == null ? null : inherited(above, key);
      if (member != null) {
        return member;
      }
    }
    return null;
  }

  private void added(Declared owner, Member member) {
    boolean mustBeWritten = member.has("abstract") && !member.has("optional");
    if (mustBeWritten && !owner.hostOnly()) {
      breaks.add(owner.name() + ": " + member.key() + " is new and has no body");
    }
  }

  private void same(String where, String what, String was, String is) {
    if (!was.equals(is)) {
      breaks.add(where + ": " + what + " was `" + was + "`, is `" + is + "`");
    }
  }
}
