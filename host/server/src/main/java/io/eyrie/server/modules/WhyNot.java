// SPDX-License-Identifier: Apache-2.0
package io.eyrie.server.modules;

import java.lang.reflect.InvocationTargetException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleException;
import org.osgi.framework.Constants;
import org.osgi.framework.namespace.ExecutionEnvironmentNamespace;
import org.osgi.framework.namespace.PackageNamespace;
import org.osgi.framework.wiring.BundleCapability;
import org.osgi.framework.wiring.BundleRequirement;
import org.osgi.framework.wiring.BundleRevision;
import org.osgi.framework.wiring.FrameworkWiring;
import org.osgi.resource.Namespace;
import org.osgi.resource.Requirement;
import org.osgi.resource.Resource;

/** Says in an operator's words why a plugin could not be wired or its entry not be made. */
final class WhyNot {

  private static final Pattern EE_VERSION = Pattern.compile("\\(version>?=([0-9.]+)\\)");
  private static final int SHOWN = 3;

  private WhyNot() {}

  /** Why the framework did not resolve a bundle: what it needs and what is offered instead. */
  static String resolved(Bundle bundle, FrameworkWiring wiring) {
    Map<String, String> wanted = wantedVersions(bundle);
    List<String> missing = new ArrayList<>();
    BundleRevision revision = bundle.adapt(BundleRevision.class);
    for (BundleRequirement need : revision.getDeclaredRequirements(null)) {
      boolean mandatory =
          !Namespace.RESOLUTION_OPTIONAL.equals(
                  need.getDirectives().get(Namespace.REQUIREMENT_RESOLUTION_DIRECTIVE))
              && !PackageNamespace.RESOLUTION_DYNAMIC.equals(
                  need.getDirectives().get(Namespace.REQUIREMENT_RESOLUTION_DIRECTIVE));
      if (mandatory && wiring.findProviders(need).isEmpty()) {
        missing.add(unmet(need, wanted, wiring));
      }
    }
    if (missing.isEmpty()) {
      return unexplained(bundle);
    }
    missing.sort(null);
    int more = missing.size() - SHOWN;
    return String.join("; ", missing.subList(0, Math.min(SHOWN, missing.size())))
        + (more > 0 ? "; and " + more + " more" : "");
  }

  private static String unmet(
      BundleRequirement need, Map<String, String> wanted, FrameworkWiring wiring) {
    String filter = need.getDirectives().getOrDefault(Namespace.REQUIREMENT_FILTER_DIRECTIVE, "");
    if (need.getNamespace().equals(ExecutionEnvironmentNamespace.EXECUTION_ENVIRONMENT_NAMESPACE)) {
      Matcher version = EE_VERSION.matcher(filter);
      return "needs Java "
          + (version.find() ? version.group(1) : filter)
          + ", this host runs on Java "
          + Runtime.version().feature();
    }
    if (!need.getNamespace().equals(PackageNamespace.PACKAGE_NAMESPACE)) {
      return "needs " + need.getNamespace() + " " + filter + ", which nothing here offers";
    }
    String name =
        wanted.keySet().stream()
            .filter(path ->
                filter.contains("(" + PackageNamespace.PACKAGE_NAMESPACE + "=" + path + ")"))
            .findFirst()
            .orElse(filter);
    TreeSet<String> offered = new TreeSet<>();
    for (BundleCapability capability : wiring.findProviders(new PackageOfAnyVersion(name))) {
      Object version = capability.getAttributes().get(Constants.VERSION_ATTRIBUTE);
      boolean host = capability.getRevision().getBundle().getBundleId() == 0;
      offered.add(
          version + " (" + (host ? "host" : capability.getRevision().getSymbolicName()) + ")");
    }
    return "needs package "
        + name
        + " "
        + wanted.getOrDefault(name, "")
        + (offered.isEmpty()
            ? ", which neither this host nor another plugin offers; put its library into the jar"
            : ", offered: " + String.join(", ", offered));
  }

  private static Map<String, String> wantedVersions(Bundle bundle) {
    Map<String, String> wanted = new HashMap<>();
    String header = bundle.getHeaders("").get(Constants.IMPORT_PACKAGE);
    if (header != null) {
      HeaderClause.parse(header).forEach(clause -> wanted.put(clause.path(), clause.version()));
    }
    return wanted;
  }

  /** Every package is there, yet they don't go together: only the framework itself can say why. */
  private static String unexplained(Bundle bundle) {
    try {
      bundle.start(Bundle.START_TRANSIENT | Bundle.START_ACTIVATION_POLICY);
      return "could not be resolved at first, but can be now; touch the jar to try again";
    } catch (BundleException e) {
      return "its packages do not go together: " + e.getMessage();
    }
  }

  /** Why the entry could not be made, or failed when it was asked what the plugin brings. */
  static String started(String entryClass, Throwable failure) {
    return switch (failure) {
      case InvocationTargetException wrapped when wrapped.getCause() != null ->
          linkage(entryClass, wrapped.getCause(), "its constructor threw ");
      case ClassNotFoundException _ ->
          "Plugin-Class " + entryClass + " is not in the jar; correct the manifest";
      case NoSuchMethodException _ ->
          "Plugin-Class " + entryClass + " has no public constructor without arguments";
      case IllegalAccessException _ ->
          "Plugin-Class " + entryClass + " and its constructor must be public";
      case InstantiationException _ -> "Plugin-Class " + entryClass + " is abstract";
      default -> linkage(entryClass, failure, "its entry threw ");
    };
  }

  private static String linkage(String entryClass, Throwable failure, String otherwise) {
    return switch (failure) {
      case UnsupportedClassVersionError _ ->
          "was compiled for a newer Java than this host's, Java "
              + Runtime.version().feature()
              + "; compile it with --release "
              + Runtime.version().feature()
              + " or less, or run the host on a newer Java";
      case NoClassDefFoundError missing ->
          "needs the class "
              + className(missing)
              + ", which is neither in its jar nor shown to plugins by this host; put its library"
              + " into the jar";
      case LinkageError _ ->
          "does not fit this host's plugin API ("
              + failure
              + "); build it against the version that this host offers";
      default -> otherwise + failure + " (" + entryClass + ")";
    };
  }

  private static String className(NoClassDefFoundError missing) {
    @Nullable String message = missing.getMessage();
    return message == null ? "(unnamed)" : message.replace('/', '.');
  }

  /** Asks for a package whatever its version. */
  private record PackageOfAnyVersion(String name) implements Requirement {

    @Override
    public String getNamespace() {
      return PackageNamespace.PACKAGE_NAMESPACE;
    }

    @Override
    public Map<String, String> getDirectives() {
      return Map.of(
          Namespace.REQUIREMENT_FILTER_DIRECTIVE,
          "(" + PackageNamespace.PACKAGE_NAMESPACE + "=" + name + ")");
    }

    @Override
    public Map<String, Object> getAttributes() {
      return Map.of();
    }

    @Override
    public @Nullable Resource getResource() {
      return null;
    }
  }
}
