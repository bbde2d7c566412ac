// SPDX-License-Identifier: Apache-2.0
package io.eyrie.server.modules;

import io.eyrie.api.Plugin;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.AccessDeniedException;
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
import org.jspecify.annotations.Nullable;
import org.osgi.framework.Constants;
import org.osgi.framework.Version;
import org.pf4j.ManifestPluginDescriptorFinder;
import org.pf4j.PluginDescriptor;

/**
 * A plugin jar as it was at one moment: a copy in the process's directory that nobody else writes
 * to, and what its manifest says.
 *
 * <p>Because the copy is what is loaded, a jar may be overwritten in place while its plugin runs. A
 * plain PF4J jar, whose manifest lacks the headers of a bundle, gets them in its copy: it may use
 * every package that the host shows to plugins, looked up when first needed.
 *
 * @param jar where it lies in the plugins folder
 * @param fingerprint what the file was like when it was copied
 * @param apiWanted which versions of the plugin API it says it needs, {@code any} if it does not
 */
record StagedJar(
    Path jar, Fingerprint fingerprint, Path copy, PluginDescriptor descriptor, String apiWanted) {

  private static final Pattern ID = Pattern.compile("[A-Za-z0-9_-]+(\\.[A-Za-z0-9_-]+)*");
  private static final Pattern VERSION =
      Pattern.compile("\\d{1,9}\\.\\d{1,9}\\.\\d{1,9}([-+][0-9A-Za-z.+-]+)?");
  private static final Pattern EMBEDDED = Pattern.compile("lib/[^/]+\\.jar");

  String id() {
    return descriptor.getPluginId();
  }

  String version() {
    return descriptor.getVersion();
  }

  /**
   * Copies a jar and reads its manifest.
   *
   * @param copy where the copy goes; nothing is left there on failure
   * @return empty if the file changed while it was copied, or is gone: look again later
   * @throws PluginRefused if it is no plugin jar
   */
  static Optional<StagedJar> stage(Path jar, Path copy) throws PluginRefused {
    Path original = copy.resolveSibling(copy.getFileName() + ".original");
    boolean staged = false;
    try {
      Fingerprint before = Fingerprint.of(jar);
      if (Files.isDirectory(jar)) {
        throw PluginRefused.forGood("is a folder; a plugin is one jar file");
      }
      Files.copy(jar, original, StandardCopyOption.REPLACE_EXISTING);
      if (!Fingerprint.of(jar).equals(before)) {
        return Optional.empty();
      }
      String apiWanted = take(original, copy);
      PluginDescriptor descriptor = describe(copy);
      staged = true;
      return Optional.of(new StagedJar(jar, before, copy, descriptor, apiWanted));
    } catch (NoSuchFileException e) {
      return Optional.empty();
    } catch (AccessDeniedException e) {
      throw new PluginRefused(
          "can't be read by this user (" + System.getProperty("user.name") + "); correct its mode");
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

  /** Checks the copied file, and makes of it one that the framework can load. */
  private static String take(Path original, Path copy) throws IOException, PluginRefused {
    if (Files.size(original) == 0) {
      throw PluginRefused.forGood("is an empty file; copy the jar again");
    }
    try (JarFile file = open(original)) {
      Manifest manifest = manifest(file);
      Attributes headers = manifest.getMainAttributes();
      require(headers);
      String apiWanted = apiWanted(headers);
      if (headers.getValue(Constants.BUNDLE_SYMBOLICNAME) == null) {
        completeHeaders(file, headers);
        rewrite(file, manifest, copy);
      } else {
        Files.move(original, copy, StandardCopyOption.REPLACE_EXISTING);
      }
      return apiWanted;
    }
  }

  private static JarFile open(Path file) throws PluginRefused {
    try {
      return new JarFile(file.toFile());
    } catch (IOException | RuntimeException e) {
      throw PluginRefused.forGood(
          "is no jar, or only a part of one (" + e.getMessage() + "); copy it again");
    }
  }

  private static Manifest manifest(JarFile file) throws PluginRefused {
    @Nullable Manifest manifest;
    try {
      manifest = file.getManifest();
    } catch (IOException | RuntimeException e) {
      throw PluginRefused.forGood("has a manifest that can't be read: " + e.getMessage());
    }
    if (manifest == null) {
      throw PluginRefused.forGood(
          "has no META-INF/MANIFEST.MF; a plugin names Plugin-Id, Plugin-Version and Plugin-Class"
              + " there");
    }
    return manifest;
  }

  private static void require(Attributes headers) throws PluginRefused {
    String id = headers.getValue(ManifestPluginDescriptorFinder.PLUGIN_ID);
    if (id == null || id.isBlank()) {
      throw PluginRefused.forGood(
          "is no plugin: its manifest has no Plugin-Id; a library belongs inside the jar of the"
              + " plugin that uses it");
    }
    if (!ID.matcher(id).matches()) {
      throw PluginRefused.forGood(
          "has the Plugin-Id '" + id + "'; allowed are letters, digits, '_', '-' and '.'");
    }
    String version = headers.getValue(ManifestPluginDescriptorFinder.PLUGIN_VERSION);
    if (version == null || !VERSION.matcher(version).matches()) {
      throw PluginRefused.forGood(
          "has "
              + (version == null ? "no Plugin-Version" : "the Plugin-Version '" + version + "'")
              + "; it has to be of the form 1.2.3");
    }
    String entry = headers.getValue(ManifestPluginDescriptorFinder.PLUGIN_CLASS);
    if (entry == null || entry.isBlank()) {
      throw PluginRefused.forGood(
          "has no Plugin-Class; it names the class that implements " + Plugin.class.getName());
    }
    if (headers.getValue(Constants.FRAGMENT_HOST) != null) {
      throw PluginRefused.forGood("is a bundle fragment, which can't be a plugin");
    }
  }

  private static String apiWanted(Attributes headers) {
    String imports = headers.getValue(Constants.IMPORT_PACKAGE);
    if (imports != null) {
      String root = Plugin.class.getPackageName();
      Optional<HeaderClause> clause =
          HeaderClause.parse(imports).stream()
              .filter(c -> c.path().equals(root) || c.path().startsWith(root + "."))
              .min((a, b) -> a.path().compareTo(b.path()));
      if (clause.isPresent()) {
        return clause.get().version();
      }
    }
    String requires = headers.getValue(ManifestPluginDescriptorFinder.PLUGIN_REQUIRES);
    return requires == null || requires.isBlank() ? "any" : requires.strip();
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

  private static PluginDescriptor describe(Path copy) throws PluginRefused {
    try {
      return new ManifestPluginDescriptorFinder().find(copy);
    } catch (RuntimeException e) {
      throw PluginRefused.forGood("has a manifest that PF4J does not take: " + e.getMessage());
    }
  }
}
