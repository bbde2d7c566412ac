// SPDX-License-Identifier: Apache-2.0
package io.eyrie.syscall.field;

import io.eyrie.api.field.Argument;
import io.eyrie.api.field.Field;
import io.eyrie.api.field.FieldType;
import io.eyrie.api.field.Value;
import io.eyrie.syscall.container.ContainerEntry;
import io.eyrie.syscall.container.ContainerFacts;
import io.eyrie.syscall.container.ContainerFacts.Mount;
import io.eyrie.syscall.container.ContainerFacts.Sharing;
import io.eyrie.syscall.container.ContainerRef;
import io.eyrie.syscall.state.ThreadEntry;
import java.util.List;
import java.util.Map;
import java.util.StringJoiner;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The fields of the container that the event's thread is in: {@code container.*}. The id is known
 * by the cgroups at once; what the engine says comes later.
 */
final class ContainerFields {

  private static final String NO_PROBES = "Engines no longer tell; use proc.pname or proc.cmdline.";

  private ContainerFields() {}

  static List<FieldRow> rows() {
    return List.of(
        FieldRow.of(
            text("container.id", "First 12 digits of the container's id; host outside.")
                .asSuggested(),
            ContainerFields::id),
        FieldRow.of(text("container.full_id", "The container's id, whole."), ContainerFields::full),
        FieldRow.made(
            late("container.name", "Name of the container; host outside.").asSuggested(),
            () -> new OfFacts("host", ContainerFacts::name)),
        FieldRow.made(
            late("container.image", "Name of the image with its tag."),
            () -> new OfFacts("", facts -> facts.image().name())),
        FieldRow.made(
            late("container.image.id", "Id of the image on this machine."),
            () -> new OfFacts("", facts -> facts.image().id())),
        FieldRow.of(
            late("container.type", "What runs it: docker, podman, cri-o, containerd ...; host."),
            ContainerFields::type),
        FieldRow.of(
            truth("container.privileged", "Whether it runs without confinement."),
            (current, into) -> {
              ContainerFacts facts = facts(current);
              Boolean privileged = facts == null ? null : facts.privileged();
              if (privileged != null) {
                into.set(privileged.booleanValue());
              }
            }),
        FieldRow.made(
            late("container.mounts", "All mounts, source:dest:mode:rdwr:propagation each."),
            () -> new OfFacts(null, ContainerFields::mounts)),
        mount(
            "container.mount",
            "A mount by its number or by its source, as in container.mounts.",
            Mount::source,
            ContainerFields::mount),
        mount(
            "container.mount.source",
            "Source of a mount, by its number or by its destination.",
            Mount::destination,
            Mount::source),
        mount(
            "container.mount.dest",
            "Destination of a mount, by its number or by its source.",
            Mount::source,
            Mount::destination),
        mount(
            "container.mount.mode",
            "Mode of a mount, by its number or by its source.",
            Mount::source,
            Mount::mode),
        mount(
            "container.mount.rdwr",
            "Whether a mount can be written to, by its number or by its source.",
            Mount::source,
            mount -> String.valueOf(mount.writable())),
        mount(
            "container.mount.propagation",
            "Propagation of a mount, by its number or by its source.",
            Mount::source,
            Mount::propagation),
        FieldRow.made(
            late("container.image.repository", "Name of the image without tag.").asSuggested(),
            () -> new OfFacts("", facts -> facts.image().repository())),
        FieldRow.made(
            late("container.image.tag", "Tag of the image.").asSuggested(),
            () -> new OfFacts("", facts -> facts.image().tag())),
        FieldRow.made(
            late("container.image.digest", "Digest of the image in its registry."),
            () -> new OfFacts("", facts -> facts.image().digest())),
        absent("container.healthcheck", "Health check of the container."),
        absent("container.liveness_probe", "Liveness probe of the container."),
        absent("container.readiness_probe", "Readiness probe of the container."),
        FieldRow.of(
            Field.of(
                "container.start_ts", FieldType.ABSTIME, "When its first process was started."),
            (current, into) -> {
              long start = start(current);
              if (start != 0) {
                into.set(start);
              }
            }),
        FieldRow.of(
            Field.of(
                "container.duration",
                FieldType.RELTIME,
                "How long ago its first process was started."),
            (current, into) -> {
              long start = start(current);
              if (start != 0) {
                into.set(Math.max(0, current.event().timeNanos() - start));
              }
            }),
        FieldRow.made(
            late("container.ip", "Its primary IPv4 address."),
            () -> new OfFacts(null, ContainerFields::ip)),
        FieldRow.made(
            late("container.cni.json", "What the network plugins answered for its pod, JSON."),
            () -> new OfFacts(null, ContainerFields::cni)),
        shared("container.host_pid", "process", Sharing::pid),
        shared("container.host_network", "network", Sharing::network),
        shared("container.host_ipc", "ipc", Sharing::ipc),
        FieldRow.withArgument(
            late("container.label", "A label of the container, by its key.")
                .withArgument(Argument.REQUIRED_KEY),
            key -> new OfFacts(null, facts -> facts.labels().get(String.valueOf(key)))),
        FieldRow.made(
            late("container.labels", "All labels, key:value each."),
            () -> new OfFacts(null, facts -> labels(facts.labels()))),
        probe("proc.is_container_healthcheck", "health check"),
        probe("proc.is_container_liveness_probe", "liveness probe"),
        probe("proc.is_container_readiness_probe", "readiness probe"));
  }

  /** Labels in one text. */
  static String labels(Map<String, String> labels) {
    StringJoiner text = new StringJoiner(", ");
    labels.forEach((key, value) -> text.add(key + ":" + value));
    return text.toString();
  }

  static String ip(ContainerFacts facts) {
    ContainerFacts.Pod pod = facts.pod();
    return facts.ip().isEmpty() && pod != null ? pod.ip() : facts.ip();
  }

  static String cni(ContainerFacts facts) {
    ContainerFacts.Pod pod = facts.pod();
    return pod == null ? "" : pod.cniJson();
  }

  static Field text(String name, String description) {
    return Field.of(name, FieldType.STRING, description);
  }

  static Field late(String name, String description) {
    return text(name, description).asLate();
  }

  private static Field truth(String name, String description) {
    return Field.of(name, FieldType.BOOL, description).asLate();
  }

  private static FieldRow shared(String name, String what, Predicate<Sharing> whether) {
    return FieldRow.of(
        truth(name, "Whether it shares the host's " + what + " namespace."),
        (current, into) -> {
          ContainerFacts facts = facts(current);
          Sharing sharing = facts == null ? null : facts.sharing();
          if (sharing != null) {
            into.set(whether.test(sharing));
          }
        });
  }

  /** Kept for rules that name it; never has a value. */
  private static FieldRow absent(String name, String description) {
    return FieldRow.of(text(name, description).asDeprecated(NO_PROBES), (_, _) -> {});
  }

  /** Kept for rules that name it; of no process. */
  private static FieldRow probe(String name, String what) {
    return FieldRow.of(
        Field.of(name, FieldType.BOOL, "Whether the process is a " + what + ".")
            .asDeprecated(NO_PROBES),
        (current, into) -> {
          if (current.thread() != null) {
            into.set(false);
          }
        });
  }

  private static FieldRow mount(
      String name,
      String description,
      Function<Mount, String> by,
      Function<Mount, @Nullable String> value) {
    return FieldRow.withArgument(
        late(name, description).withArgument(Argument.REQUIRED_INDEX_OR_KEY),
        argument -> {
          String key = String.valueOf(argument);
          Predicate<String> glob = index(key) < 0 ? Glob.of(key) : _ -> false;
          return new OfFacts(
              null,
              facts -> {
                int index = index(key);
                if (index >= 0) {
                  return index < facts.mounts().size()
                      ? value.apply(facts.mounts().get(index))
                      : "";
                }
                for (Mount mount : facts.mounts()) {
                  if (glob.test(by.apply(mount))) {
                    return value.apply(mount);
                  }
                }
                return "";
              });
        });
  }

  /** A number, or -1: a path never is one. */
  private static int index(String argument) {
    if (argument.isEmpty() || argument.length() > 9) {
      return -1;
    }
    int index = 0;
    for (int i = 0; i < argument.length(); i++) {
      char c = argument.charAt(i);
      if (c < '0' || c > '9') {
        return -1;
      }
      index = index * 10 + c - '0';
    }
    return index;
  }

  private static String mounts(ContainerFacts facts) {
    StringJoiner text = new StringJoiner(",");
    facts.mounts().forEach(mount -> text.add(mount(mount)));
    return text.toString();
  }

  private static String mount(Mount mount) {
    return String.join(
        ":",
        mount.source(),
        mount.destination(),
        mount.mode(),
        String.valueOf(mount.writable()),
        mount.propagation());
  }

  private static void id(CurrentEvent current, Value into) {
    ContainerRef ref = current.containerRef();
    if (ref != null) {
      into.set(ref.idBytes(), 0, ref.idBytes().length);
    }
  }

  private static void full(CurrentEvent current, Value into) {
    ContainerRef ref = current.containerRef();
    if (ref != null) {
      into.set(ref.fullIdBytes(), 0, ref.fullIdBytes().length);
    }
  }

  private static void type(CurrentEvent current, Value into) {
    ContainerEntry entry = current.container();
    if (entry != null && !entry.engine().label().isEmpty()) {
      into.set(entry.engine().label());
    }
  }

  private static long start(CurrentEvent current) {
    ContainerRef ref = current.containerRef();
    ThreadEntry thread = current.thread();
    return ref == null || ref.host() || thread == null ? 0 : thread.pidnsInitStartNanos();
  }

  private static @Nullable ContainerFacts facts(CurrentEvent current) {
    ContainerEntry entry = current.container();
    return entry == null ? null : entry.facts();
  }

  /**
   * A text of the facts, made once for each container in a row. A field that the host has a text
   * for, which may be empty as in Falco, has one in each container that is known; of others an
   * empty text is none.
   */
  static final class OfFacts implements FieldReader {

    private final @Nullable String ofHost;
    private final Function<ContainerFacts, @Nullable String> text;
    private @Nullable ContainerFacts seen;
    private String made = "";

    OfFacts(@Nullable String ofHost, Function<ContainerFacts, @Nullable String> text) {
      this.ofHost = ofHost;
      this.text = text;
    }

    @Override
    @SuppressWarnings("ReferenceEquality") // equal facts would give the same text, at more cost
    public void read(CurrentEvent current, Value into) {
      ContainerEntry entry = current.container();
      if (entry == null) {
        return;
      }
      if (entry.ref().host()) {
        if (ofHost != null) {
          into.set(ofHost);
        }
        return;
      }
      ContainerFacts facts = entry.facts();
      if (facts == null) {
        return;
      }
      if (facts != seen) {
        String now = text.apply(facts);
        made = now == null ? "" : now;
        seen = facts;
      }
      if (!made.isEmpty() || ofHost != null) {
        into.set(made);
      }
    }
  }
}
