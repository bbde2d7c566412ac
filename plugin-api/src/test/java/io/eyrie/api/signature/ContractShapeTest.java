// SPDX-License-Identifier: Apache-2.0
package io.eyrie.api.signature;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassModel;
import java.lang.classfile.constantpool.ClassEntry;
import java.lang.classfile.constantpool.PoolEntry;
import java.lang.constant.ClassDesc;
import java.nio.file.Path;
import java.util.SortedSet;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** The contract stays small, says how firm each type is, and needs nothing but the JDK. */
final class ContractShapeTest {

  private static final int MOST_TYPES = 40;

  @Test
  void hasFewPublicTypes() throws Exception {
    Surface surface = SurfaceReader.read(SignatureGateTest.classes());

    assertThat(surface.types().keySet().stream().filter(name -> name.indexOf('$') < 0))
        .as("public top-level types of plugin-api")
        .hasSizeBetween(20, MOST_TYPES);
  }

  @Test
  void everyTypeSaysHowFirmItIs() throws Exception {
    Surface surface = SurfaceReader.read(SignatureGateTest.classes());

    assertThat(
            surface.types().values().stream()
                .filter(type ->
                    !type.status().matches("(stable|experimental) [0-9]+[.][0-9]+[.][0-9]+"))
                .map(Surface.Declared::name))
        .as("public types without @Api")
        .isEmpty();
  }

  @Test
  void everyInterfaceSaysWhoImplementsIt() throws Exception {
    Surface surface = SurfaceReader.read(SignatureGateTest.classes());

    assertThat(surface.types().values().stream().filter(type -> type.kind().equals("interface")))
        .allSatisfy(type ->
            assertThat(type.implementer())
                .as("%s: @ConsumerType or @ProviderType", type.name())
                .isIn("plugins", "host"));
  }

  @Test
  void noTypeIsSealedWhereAnAuthorWouldHaveToSwitchOverIt() throws Exception {
    Surface surface = SurfaceReader.read(SignatureGateTest.classes());

    assertThat(
            surface.types().values().stream()
                .filter(type -> type.has("sealed"))
                .map(Surface.Declared::name))
        .isEmpty();
  }

  @Test
  void needsNothingButTheJdkAtRunTime() throws Exception {
    SortedSet<String> foreign = new TreeSet<>();
    int looked = 0;
    for (Path file : SurfaceReader.classFiles(SignatureGateTest.classes())) {
      ClassModel model = ClassFile.of().parse(file);
      looked++;
      for (PoolEntry entry : model.constantPool()) {
        if (entry instanceof ClassEntry type) {
          String name = element(type.asSymbol());
          if (!name.startsWith("java.") && !name.startsWith("io.eyrie.api")) {
            foreign.add(SurfaceReader.name(model) + " uses " + name);
          }
        }
      }
    }

    assertThat(looked).as("class files looked at").isGreaterThan(30);
    assertThat(foreign).isEmpty();
  }

  private static String element(ClassDesc type) {
    ClassDesc element = type;
    for (ClassDesc inner = type.componentType(); inner != null; inner = inner.componentType()) {
      element = inner;
    }
    return element.isPrimitive() ? "java." : element.packageName() + "." + element.displayName();
  }
}
