// SPDX-License-Identifier: Apache-2.0
package io.eyrie.server.modules;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Enumeration;
import java.util.List;
import java.util.Optional;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.regex.Pattern;
import org.osgi.framework.Constants;
import org.osgi.framework.Version;
import org.pf4j.ManifestPluginDescriptorFinder;

/**
 * A copy of a plugin jar in the process's directory, where nobody else writes to it.
 *
 * <p>Because the copy is what is loaded, a jar may be overwritten in place while its plugin runs. A
 * plain PF4J jar, whose manifest lacks the headers of a bundle, gets them in its copy: it may use
 * every package that the host shows to plugins, looked up when first needed.
 */
record StagedJar(PluginJar plugin, Path copy) {

  private static final Pattern EMBEDDED = Pattern.compile("lib/[^/]+\\.jar");

  /**
   * Copies a jar.
   *
   * @param copy where the copy goes; nothing is left there on failure
   * @return empty if the file is no longer what was read, or is gone: look again later
   */
  static Optional<StagedJar> stage(PluginJar plugin, Path copy) throws PluginRefused {
    Path original = copy.resolveSibling(copy.getFileName() + ".original");
    boolean staged = false;
    try {
      Files.copy(plugin.path(), original, StandardCopyOption.REPLACE_EXISTING);
      if (!Fingerprint.of(plugin.path()).equals(plugin.fingerprint())) {
        return Optional.empty();
      }
      take(original, copy);
      staged = true;
      return Optional.of(new StagedJar(plugin, copy));
    } catch (NoSuchFileException e) {
      return Optional.empty();
    } catch (IOException e) {
      throw new PluginRefused("can't be copied for loading: " + e);
    } finally {
      discard(original);
      if (!staged) {
        discard(copy);
      }
    }
  }

  /** Removes the copy. */
  void discard() {
    discard(copy);
  }

  private static void discard(Path file) {
    try {
      Files.deleteIfExists(file);
    } catch (IOException e) {
      file.toFile().deleteOnExit();
    }
  }

  /** Makes of the copied file one that the framework can load. */
  private static void take(Path original, Path copy) throws IOException, PluginRefused {
    try (JarFile file = PluginJar.open(original)) {
      Manifest manifest = PluginJar.manifest(file);
      Attributes headers = manifest.getMainAttributes();
      if (headers.getValue(Constants.BUNDLE_SYMBOLICNAME) == null) {
        completeHeaders(file, headers);
        rewrite(file, manifest, copy);
      } else {
        Files.move(original, copy, StandardCopyOption.REPLACE_EXISTING);
      }
    }
  }

  private static void completeHeaders(JarFile file, Attributes headers) {
    String id = headers.getValue(ManifestPluginDescriptorFinder.PLUGIN_ID);
    headers.putValue(Constants.BUNDLE_MANIFESTVERSION, "2");
    headers.putValue(Constants.BUNDLE_SYMBOLICNAME, id);
    headers.putValue(
        Constants.BUNDLE_VERSION,
        bundleVersion(headers.getValue(ManifestPluginDescriptorFinder.PLUGIN_VERSION)));
    headers.putValue(Constants.DYNAMICIMPORT_PACKAGE, "*");
    List<String> classPath = new ArrayList<>(List.of("."));
    Enumeration<JarEntry> entries = file.entries();
    while (entries.hasMoreElements()) {
      String name = entries.nextElement().getName();
      if (EMBEDDED.matcher(name).matches()) {
        classPath.add(name);
      }
    }
    headers.putValue(Constants.BUNDLE_CLASSPATH, String.join(",", classPath));
  }

  /** The first three numbers mean the same in both; a bundle's fourth part has other rules. */
  private static String bundleVersion(String version) {
    String[] parts = version.split("[-+]", 2);
    return parts.length == 1
        ? parts[0]
        : Version.parseVersion(parts[0] + "." + parts[1].replaceAll("[^0-9A-Za-z_-]", "_"))
            .toString();
  }

  private static void rewrite(JarFile file, Manifest manifest, Path copy) throws IOException {
    try (OutputStream out = Files.newOutputStream(copy);
        JarOutputStream jar = new JarOutputStream(out, manifest)) {
      Enumeration<JarEntry> entries = file.entries();
      while (entries.hasMoreElements()) {
        JarEntry entry = entries.nextElement();
        if (!entry.getName().equalsIgnoreCase(JarFile.MANIFEST_NAME)) {
          jar.putNextEntry(new JarEntry(entry.getName()));
          try (InputStream in = file.getInputStream(entry)) {
            in.transferTo(jar);
          }
          jar.closeEntry();
        }
      }
    }
  }
}
