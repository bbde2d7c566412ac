// SPDX-License-Identifier: Apache-2.0
package io.eyrie.testkit;

import io.eyrie.api.Plugin;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.StringWriter;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.StandardJavaFileManager;
import javax.tools.StandardLocation;
import javax.tools.ToolProvider;
import org.jspecify.annotations.Nullable;

/**
 * Makes plugin jars for tests, good ones and bad ones.
 *
 * <pre>{@code
 * PluginJar.of("hello", "1.0.0")
 *     .source("hello.HelloPlugin", "package hello; public class HelloPlugin implements io.eyrie.api.Plugin {}")
 *     .entry("hello.HelloPlugin")
 *     .writeTo(folder.resolve("hello.jar"));
 * }</pre>
 *
 * <p>A jar carries the headers of PF4J and those of a bundle, as the build of a real plugin writes
 * them, unless a test asks for something else. Not safe for several threads.
 */
public final class PluginJar {

  private final Map<String, @Nullable String> headers = new LinkedHashMap<>();
  private final Map<String, byte[]> entries = new TreeMap<>();
  private final Map<String, String> sources = new LinkedHashMap<>();
  private final List<Path> compileAgainst = new ArrayList<>();
  private int release = Runtime.version().feature();
  private String apiRange = "[0.1,1)";
  private boolean bundle = true;
  private boolean manifest = true;

  private PluginJar(String id, String version) {
    headers.put("Plugin-Id", id);
    headers.put("Plugin-Version", version);
  }

  /** Begins a jar of this {@code Plugin-Id} and {@code Plugin-Version}. */
  public static PluginJar of(String id, String version) {
    return new PluginJar(id, version);
  }

  /** Names the {@code Plugin-Class}. */
  public PluginJar entry(String className) {
    return header("Plugin-Class", className);
  }

  /**
   * Names the {@code Plugin-Class} and takes it along with all other classes and files of its
   * package and the packages below, from where it was compiled to.
   */
  public PluginJar packageOf(Class<? extends Plugin> entry) throws IOException {
    Path origin = origin(entry);
    String folder = entry.getPackageName().replace('.', '/') + "/";
    if (Files.isDirectory(origin)) {
      try (Stream<Path> files = Files.walk(origin.resolve(folder))) {
        for (Path file : files.filter(Files::isRegularFile).toList()) {
          entries.put(
              origin.relativize(file).toString().replace('\\', '/'), Files.readAllBytes(file));
        }
      }
    } else {
      try (JarFile jar = new JarFile(origin.toFile())) {
        for (JarEntry from : jar.stream().filter(e -> e.getName().startsWith(folder)).toList()) {
          if (!from.isDirectory()) {
            try (InputStream in = jar.getInputStream(from)) {
              entries.put(from.getName(), in.readAllBytes());
            }
          }
        }
      }
    }
    return entry(entry.getName());
  }

  /** Adds a class as Java source text, compiled against the plugin API and nothing else. */
  public PluginJar source(String className, String text) {
    sources.put(className, text);
    return this;
  }

  /** Lets the sources see one more jar or folder of classes, which does not go into the jar. */
  public PluginJar compileAgainst(Path classes) {
    compileAgainst.add(classes);
    return this;
  }

  /** The Java version that the sources are compiled for; that of the running JDK when never set. */
  public PluginJar release(int feature) {
    this.release = feature;
    return this;
  }

  /** Adds a file. */
  public PluginJar file(String name, byte[] content) {
    entries.put(name, content.clone());
    return this;
  }

  /** Embeds a library as {@code lib/<name>.jar} and puts it on the bundle's class path. */
  public PluginJar library(String name, byte[] jar) {
    entries.put("lib/" + name + ".jar", jar.clone());
    return this;
  }

  /** Sets a header of the manifest. */
  public PluginJar header(String name, String value) {
    headers.put(name, value);
    return this;
  }

  /** Leaves a header out, also one that would be written by itself. */
  public PluginJar without(String name) {
    headers.put(name, null);
    return this;
  }

  /** The versions of the plugin API in {@code Import-Package}; {@code [0.1,1)} when never set. */
  public PluginJar api(String range) {
    this.apiRange = range;
    return this;
  }

  /** Writes the headers of PF4J alone, none of a bundle. */
  public PluginJar plain() {
    this.bundle = false;
    return this;
  }

  /** Writes no manifest at all. */
  public PluginJar withoutManifest() {
    this.manifest = false;
    return this;
  }

  /**
   * Writes the jar, by way of a file beside it that is moved into its place.
   *
   * @return the same path
   */
  public Path writeTo(Path jar) throws IOException {
    Path part = jar.resolveSibling(jar.getFileName() + ".part");
    Files.write(part, bytes());
    return Files.move(
        part, jar, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
  }

  /** The jar in memory. */
  public byte[] bytes() throws IOException {
    Map<String, byte[]> all = new TreeMap<>(entries);
    if (!sources.isEmpty()) {
      all.putAll(compile());
    }
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (JarOutputStream jar = begin(out, all)) {
      for (Map.Entry<String, byte[]> entry : all.entrySet()) {
        jar.putNextEntry(new JarEntry(entry.getKey()));
        jar.write(entry.getValue());
        jar.closeEntry();
      }
    }
    return out.toByteArray();
  }

  /** The first part of a good jar, as an interrupted copy leaves it. */
  public byte[] truncated() throws IOException {
    byte[] whole = bytes();
    return Arrays.copyOf(whole, whole.length / 2);
  }

  /** Bytes that are no jar, the same each time. */
  public static byte[] garbage() {
    byte[] bytes = new byte[4096];
    new Random(1).nextBytes(bytes);
    return bytes;
  }

  /** A library jar of one class, for {@link #library}. */
  public static byte[] libraryOf(String className, String text) throws IOException {
    return new PluginJar("library", "1.0.0").source(className, text).withoutManifest().bytes();
  }

  /** Where the plugin API's classes are, for compiling against them. */
  public static Path pluginApi() {
    return origin(Plugin.class);
  }

  private JarOutputStream begin(OutputStream out, Map<String, byte[]> all) throws IOException {
    if (!manifest) {
      return new JarOutputStream(out);
    }
    Map<String, @Nullable String> written = new LinkedHashMap<>();
    if (bundle) {
      written.put("Bundle-ManifestVersion", "2");
      written.put("Bundle-SymbolicName", headers.get("Plugin-Id"));
      written.put("Import-Package", imports());
      List<String> classPath = new ArrayList<>(List.of("."));
      all.keySet().stream().filter(name -> name.startsWith("lib/")).forEach(classPath::add);
      written.put("Bundle-ClassPath", String.join(",", classPath));
    }
    written.putAll(headers);
    Manifest made = new Manifest();
    made.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
    written.forEach((name, value) -> {
      if (value != null) {
        made.getMainAttributes().putValue(name, value);
      }
    });
    return new JarOutputStream(out, made);
  }

  private String imports() throws IOException {
    List<String> packages = new ArrayList<>();
    Path origin = pluginApi();
    String root = Plugin.class.getPackageName().replace('.', '/') + "/";
    List<String> names = new ArrayList<>();
    if (Files.isDirectory(origin)) {
      Files.walkFileTree(
          origin.resolve(root),
          new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
              names.add(origin.relativize(file).toString().replace('\\', '/'));
              return FileVisitResult.CONTINUE;
            }
          });
    } else {
      try (JarFile jar = new JarFile(origin.toFile())) {
        jar.stream().map(JarEntry::getName).forEach(names::add);
      }
    }
    for (String name : names) {
      if (name.startsWith(root) && name.endsWith(".class")) {
        String packaged = name.substring(0, name.lastIndexOf('/')).replace('/', '.');
        String clause = packaged + ";version=\"" + apiRange + "\"";
        if (!packages.contains(clause)) {
          packages.add(clause);
        }
      }
    }
    packages.sort(null);
    return String.join(",", packages);
  }

  private Map<String, byte[]> compile() throws IOException {
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    if (compiler == null) {
      throw new IOException("this Java has no compiler; run the tests on a JDK");
    }
    Path out = Files.createTempDirectory("eyrie-plugin-jar-");
    try (StandardJavaFileManager files =
        compiler.getStandardFileManager(null, null, StandardCharsets.UTF_8)) {
      List<Path> classPath = new ArrayList<>(List.of(pluginApi()));
      classPath.addAll(compileAgainst);
      files.setLocationFromPaths(StandardLocation.CLASS_PATH, classPath);
      files.setLocationFromPaths(StandardLocation.CLASS_OUTPUT, List.of(out));
      for (Path library : embedded(out)) {
        classPath.add(library);
        files.setLocationFromPaths(StandardLocation.CLASS_PATH, classPath);
      }
      StringWriter messages = new StringWriter();
      List<JavaFileObject> texts = new ArrayList<>();
      sources.forEach((name, text) -> texts.add(new Text(name, text)));
      boolean done =
          compiler
              .getTask(
                  messages,
                  files,
                  null,
                  List.of("--release", String.valueOf(release), "-proc:none", "-Xlint:-options"),
                  null,
                  texts)
              .call();
      if (!done) {
        throw new IllegalArgumentException("the plugin's source does not compile:\n" + messages);
      }
      return classesIn(out);
    } finally {
      delete(out);
    }
  }

  /** The embedded libraries as files, since the compiler reads no nested jars. */
  private List<Path> embedded(Path folder) throws IOException {
    List<Path> libraries = new ArrayList<>();
    for (Map.Entry<String, byte[]> entry : entries.entrySet()) {
      if (entry.getKey().startsWith("lib/")) {
        Path file = folder.resolve(entry.getKey().substring("lib/".length()));
        Files.write(file, entry.getValue());
        libraries.add(file);
      }
    }
    return libraries;
  }

  private static Map<String, byte[]> classesIn(Path folder) throws IOException {
    Map<String, byte[]> classes = new TreeMap<>();
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.filter(f -> f.toString().endsWith(".class")).toList()) {
        classes.put(
            folder.relativize(file).toString().replace('\\', '/'), Files.readAllBytes(file));
      }
    }
    return classes;
  }

  private static void delete(Path folder) throws IOException {
    List<Path> files;
    try (Stream<Path> walk = Files.walk(folder)) {
      files = walk.toList();
    }
    for (Path file : files.reversed()) {
      Files.delete(file);
    }
  }

  private static Path origin(Class<?> type) {
    try {
      return Path.of(type.getProtectionDomain().getCodeSource().getLocation().toURI());
    } catch (URISyntaxException e) {
      throw new IllegalStateException("no path to " + type.getName(), e);
    }
  }

  /** A source file in memory. */
  private static final class Text extends SimpleJavaFileObject {

    private final String text;

    private Text(String className, String text) {
      super(URI.create("string:///" + className.replace('.', '/') + ".java"), Kind.SOURCE);
      this.text = text;
    }

    @Override
    public CharSequence getCharContent(boolean ignoreErrors) {
      return text;
    }
  }
}
