// SPDX-License-Identifier: Apache-2.0
package io.eyrie.server.modules;

import io.eyrie.api.Plugin;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.jar.Attributes;
import java.util.jar.JarFile;
import java.util.jar.Manifest;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.Constants;
import org.pf4j.ManifestPluginDescriptorFinder;
import org.pf4j.PluginDescriptor;

/**
 * A plugin jar of the folder as it was when it was looked at, and what its manifest says.
 *
 * @param path where it lies
 * @param fingerprint what the file was like
 * @param apiWanted which versions of the plugin API it says it needs, {@code any} if it does not
 * @param shares whether it offers packages to other plugins
 */
record PluginJar(
    Path path,
    Fingerprint fingerprint,
    PluginDescriptor descriptor,
    String apiWanted,
    boolean shares) {

  private static final Pattern ID = Pattern.compile("[A-Za-z0-9_-]+(\\.[A-Za-z0-9_-]+)*");
  private static final Pattern VERSION =
      Pattern.compile("\\d{1,9}\\.\\d{1,9}\\.\\d{1,9}([-+][0-9A-Za-z.+-]+)?");

  String id() {
    return descriptor.getPluginId();
  }

  String version() {
    return descriptor.getVersion();
  }

  /**
   * Reads the manifest of a jar.
   *
   * @return empty if the file changed while it was read, or is gone: look again later
   * @throws PluginRefused if it is no plugin jar
   */
  static Optional<PluginJar> read(Path jar) throws PluginRefused {
    try {
      Fingerprint before = Fingerprint.of(jar);
      if (Files.isDirectory(jar)) {
        throw PluginRefused.forGood("is a folder; a plugin is one jar file");
      }
      if (before.size() == 0) {
        throw PluginRefused.forGood("is an empty file; copy the jar again");
      }
      if (!Files.isReadable(jar)) {
        throw new AccessDeniedException(jar.toString());
      }
      Manifest manifest;
      try (JarFile file = open(jar)) {
        manifest = manifest(file);
      }
      Attributes headers = manifest.getMainAttributes();
      require(headers);
      PluginDescriptor descriptor = describe(manifest);
      return Fingerprint.of(jar).equals(before)
          ? Optional.of(
              new PluginJar(
                  jar,
                  before,
                  descriptor,
                  apiWanted(headers),
                  headers.getValue(Constants.EXPORT_PACKAGE) != null))
          : Optional.empty();
    } catch (NoSuchFileException e) {
      return Optional.empty();
    } catch (AccessDeniedException e) {
      throw new PluginRefused(
          "can't be read by this user (" + System.getProperty("user.name") + "); correct its mode");
    } catch (IOException e) {
      throw new PluginRefused("can't be read: " + e);
    }
  }

  static JarFile open(Path file) throws PluginRefused {
    try {
      return new JarFile(file.toFile());
    } catch (IOException | RuntimeException e) {
      throw PluginRefused.forGood(
          "is no jar, or only a part of one (" + e.getMessage() + "); copy it again");
    }
  }

  static Manifest manifest(JarFile file) throws PluginRefused {
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

  private static PluginDescriptor describe(Manifest manifest) throws PluginRefused {
    try {
      return new ManifestReader().read(manifest);
    } catch (RuntimeException e) {
      throw PluginRefused.forGood("has a manifest that PF4J does not take: " + e.getMessage());
    }
  }

  /** PF4J's way to read a manifest, for one that was taken out of its jar already. */
  private static final class ManifestReader extends ManifestPluginDescriptorFinder {

    PluginDescriptor read(Manifest manifest) {
      return createPluginDescriptor(manifest);
    }
  }
}
