// SPDX-License-Identifier: Apache-2.0
package io.eyrie.server.modules;

import com.kenai.jffi.Library;
import io.eyrie.api.Plugin;
import java.io.IOException;
import java.io.InputStream;
import java.lang.module.ModuleDescriptor;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.jar.Attributes;
import java.util.jar.JarFile;
import java.util.jar.Manifest;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The packages that plugins may see: the plugin API, jnr-ffi for native plugins, and the JDK's.
 *
 * <p>What the API and jnr-ffi export is read from their own manifests, so that there is one place
 * where each version is written down. The OSGi and PF4J packages are not among them: a plugin needs
 * neither.
 *
 * @param apiVersion the version of the plugin API, three numbers
 * @param system what the framework exports to plugins, in the syntax of {@code Export-Package}
 * @param jdk the packages of the JDK outside {@code java.*}, which plugins see without importing
 *     them
 */
record HostExports(String apiVersion, String system, String jdk) {

  static HostExports ofThisHost() throws IOException {
    List<HeaderClause> api = exported(Plugin.class);
    String version =
        api.stream()
            .filter(clause -> clause.path().equals(Plugin.class.getPackageName()))
            .map(HeaderClause::version)
            .findFirst()
            .orElseThrow(() ->
                new IOException(
                    "the plugin API's manifest does not export its root package; build it with"
                        + " ./mvnw"));
    TreeSet<String> jdk = jdkPackages();
    List<String> system = new ArrayList<>(jdk);
    api.forEach(clause -> system.add(export(clause)));
    exported(jnr.ffi.Pointer.class).forEach(clause -> system.add(export(clause)));
    system.add(Library.class.getPackageName());
    return new HostExports(
        version,
        String.join(",", system),
        jdk.stream().filter(name -> !name.startsWith("java.")).collect(Collectors.joining(",")));
  }

  private static String export(HeaderClause clause) {
    return clause.path() + ";version=\"" + clause.version() + "\"";
  }

  private static TreeSet<String> jdkPackages() {
    TreeSet<String> packages = new TreeSet<>();
    ClassLoader platform = ClassLoader.getPlatformClassLoader();
    for (Module module : ModuleLayer.boot().modules()) {
      ClassLoader loader = module.getClassLoader();
      if (loader == null || loader.equals(platform)) {
        for (ModuleDescriptor.Exports exports : module.getDescriptor().exports()) {
          if (!exports.isQualified()) {
            packages.add(exports.source());
          }
        }
      }
    }
    return packages;
  }

  private static List<HeaderClause> exported(Class<?> member) throws IOException {
    Manifest manifest = manifest(member);
    String header = manifest == null ? null : manifest.getMainAttributes().getValue(EXPORT_PACKAGE);
    if (header == null) {
      throw new IOException(
          "no Export-Package where " + member.getName() + " was loaded from; build it with ./mvnw");
    }
    return HeaderClause.parse(header);
  }

  private static final Attributes.Name EXPORT_PACKAGE = new Attributes.Name("Export-Package");

  private static @Nullable Manifest manifest(Class<?> member) throws IOException {
    Path origin;
    try {
      origin = Path.of(member.getProtectionDomain().getCodeSource().getLocation().toURI());
    } catch (URISyntaxException e) {
      throw new IOException("no path to where " + member.getName() + " was loaded from", e);
    }
    if (!Files.isDirectory(origin)) {
      try (JarFile jar = new JarFile(origin.toFile())) {
        return jar.getManifest();
      }
    }
    Path file = origin.resolve(JarFile.MANIFEST_NAME);
    if (!Files.exists(file)) {
      return null;
    }
    try (InputStream in = Files.newInputStream(file)) {
      return new Manifest(in);
    }
  }
}
