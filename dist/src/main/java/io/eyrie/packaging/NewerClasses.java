// SPDX-License-Identifier: Apache-2.0
package io.eyrie.packaging;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassFile.ClassHierarchyResolverOption;
import java.lang.classfile.ClassFile.StackMapsOption;
import java.lang.classfile.ClassFileVersion;
import java.lang.classfile.ClassHierarchyResolver;
import java.lang.classfile.ClassModel;
import java.lang.classfile.ClassTransform;
import java.lang.classfile.CodeTransform;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;

/**
 * Gives classes of Java 5 the format of Java 7, a step of the build.
 *
 * <p>Such classes have no stack maps. So the JVM checks each of them by inference at every start,
 * and no cache of it takes them ({@code docs/decisions/0281-newer-class-files.md}). Nothing but the
 * format changes, and what is new already is not touched.
 */
final class NewerClasses {

  /** Offset of the major version in a class file (JVMS 4.1). */
  private static final int MAJOR_AT = 6;

  /** The first format with stack maps. */
  private static final int WITH_STACK_MAPS = ClassFile.JAVA_6_VERSION;

  /** The first for which the JVM does not fall back to inference. */
  private static final int NEWER = ClassFile.JAVA_7_VERSION;

  private final ClassFile classFile;

  private NewerClasses(ClassLoader hierarchy) {
    this.classFile =
        ClassFile.of(
            StackMapsOption.GENERATE_STACK_MAPS,
            ClassHierarchyResolverOption.of(
                ClassHierarchyResolver.ofResourceParsing(hierarchy)
                    .orElse(ClassHierarchyResolver.defaultResolver())));
  }

  /**
   * Writes those jars of a class path that have old classes anew, under their names.
   *
   * @param arguments the folder to write to, and the class path
   */
  public static void main(String[] arguments) throws IOException {
    Path folder = Files.createDirectories(Path.of(arguments[0]));
    List<Path> jars =
        Arrays.stream(arguments[1].split(File.pathSeparator, -1))
            .map(Path::of)
            .filter(path -> path.toString().endsWith(".jar"))
            .toList();
    try (URLClassLoader hierarchy = new URLClassLoader(urls(jars))) {
      NewerClasses newer = new NewerClasses(hierarchy);
      for (Path jar : jars) {
        newer.rewrite(jar, folder);
      }
    }
  }

  private static URL[] urls(List<Path> jars) throws MalformedURLException {
    List<URL> urls = new ArrayList<>();
    for (Path jar : jars) {
      urls.add(jar.toUri().toURL());
    }
    return urls.toArray(URL[]::new);
  }

  private void rewrite(Path jar, Path folder) throws IOException {
    Map<ZipEntry, byte[]> entries = entries(jar);
    if (entries.entrySet().stream().noneMatch(entry -> old(entry.getKey(), entry.getValue()))) {
      return;
    }
    try (OutputStream out = Files.newOutputStream(folder.resolve(jar.getFileName()));
        ZipOutputStream zip = new ZipOutputStream(out)) {
      for (Map.Entry<ZipEntry, byte[]> entry : entries.entrySet()) {
        ZipEntry copy = new ZipEntry(entry.getKey().getName());
        copy.setTimeLocal(entry.getKey().getTimeLocal());
        byte[] bytes = entry.getValue();
        zip.putNextEntry(copy);
        zip.write(old(copy, bytes) ? newer(bytes) : bytes);
        zip.closeEntry();
      }
    }
  }

  /** What a jar holds, in its order. */
  private static Map<ZipEntry, byte[]> entries(Path jar) throws IOException {
    Map<ZipEntry, byte[]> entries = new LinkedHashMap<>();
    try (ZipFile file = new ZipFile(jar.toFile())) {
      for (ZipEntry entry : Collections.list(file.entries())) {
        try (InputStream in = file.getInputStream(entry)) {
          entries.put(entry, in.readAllBytes());
        }
      }
    }
    return entries;
  }

  private static boolean old(ZipEntry entry, byte[] bytes) {
    return entry.getName().endsWith(".class")
        && ByteBuffer.wrap(bytes).getShort(MAJOR_AT) < WITH_STACK_MAPS;
  }

  private byte[] newer(byte[] bytes) {
    ClassModel model = classFile.parse(bytes);
    ClassTransform format =
        (builder, element) -> {
          if (element instanceof ClassFileVersion) {
            builder.withVersion(NEWER, 0);
          } else {
            builder.with(element);
          }
        };
    return classFile.transformClass(
        model, format.andThen(ClassTransform.transformingMethodBodies(CodeTransform.ACCEPT_ALL)));
  }
}
