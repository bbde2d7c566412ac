// SPDX-License-Identifier: Apache-2.0
package io.eyrie.api.signature;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import javax.tools.JavaCompiler;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which changes of a source file are breaks, shown on small types compiled for it. */
final class CompatibilityTest {

  private static final String INTERFACE =
      "@ConsumerType public interface Greeter { String greet(String name) throws IOException; }";
  private static final String HOST_INTERFACE =
      "@ProviderType public interface Host { String name(); }";
  private static final String CLASS =
      """
      public class Tool {
        public static final int LIMIT = 10;
        protected Tool() {}
        public List<String> names(int most) { return List.of(); }
        protected void close() {}
      }
      """;

  @TempDir Path folder;

  @Test
  void theSameIsNoBreak() throws IOException {
    assertThat(breaks(INTERFACE, INTERFACE)).isEmpty();
    assertThat(breaks(CLASS, CLASS)).isEmpty();
  }

  @Test
  void aRemovedTypeIsABreak() throws IOException {
    assertThat(breaks(INTERFACE, CLASS)).containsExactly("sample.Greeter is gone");
  }

  @Test
  void aRemovedMethodIsABreak() throws IOException {
    assertThat(
            breaks(
                INTERFACE, INTERFACE.replace("String greet(String name) throws IOException;", "")))
        .containsExactly("sample.Greeter: method greet(java.lang.String) is gone");
  }

  @Test
  void aRenamedMethodIsGoneAndNew() throws IOException {
    assertThat(breaks(INTERFACE, INTERFACE.replace("greet", "salute")))
        .containsExactly(
            "sample.Greeter: method greet(java.lang.String) is gone",
            "sample.Greeter: method salute(java.lang.String) is new and has no body");
  }

  @Test
  void aChangedReturnTypeIsABreakEvenInItsArgument() throws IOException {
    assertThat(breaks(INTERFACE, INTERFACE.replace("String greet", "Object greet")))
        .singleElement()
        .asString()
        .contains("type was `java.lang.String`, is `java.lang.Object`");
    assertThat(breaks(CLASS, CLASS.replace("List<String>", "List<? extends String>")))
        .singleElement()
        .asString()
        .contains("is `java.util.List<? extends java.lang.String>`");
  }

  @Test
  void anotherExceptionIsABreak() throws IOException {
    assertThat(breaks(INTERFACE, INTERFACE.replace("IOException", "Exception")))
        .singleElement()
        .asString()
        .contains("was `throws java.io.IOException`, is `throws java.lang.Exception`");
  }

  @Test
  void aNewAbstractMethodIsABreakWherePluginsImplement() throws IOException {
    assertThat(breaks(INTERFACE, INTERFACE.replace("{ ", "{ void part(); ")))
        .containsExactly("sample.Greeter: method part() is new and has no body");
  }

  @Test
  void aNewMethodWithABodyIsAnAddition() throws IOException {
    assertThat(breaks(INTERFACE, INTERFACE.replace("{ ", "{ default void part() {} "))).isEmpty();
    assertThat(
            breaks(CLASS, CLASS.replace("protected void", "public void part() {} protected void")))
        .isEmpty();
  }

  @Test
  void aNewAbstractMethodIsAnAdditionWhereOnlyTheHostImplements() throws IOException {
    assertThat(breaks(HOST_INTERFACE, HOST_INTERFACE.replace("{ ", "{ long id(); "))).isEmpty();
    assertThat(breaks(HOST_INTERFACE, HOST_INTERFACE.replace("String name();", "")))
        .containsExactly("sample.Host: method name() is gone");
  }

  @Test
  void aNarrowedVisibilityIsABreak() throws IOException {
    assertThat(breaks(CLASS, CLASS.replace("public List", "protected List")))
        .containsExactly("sample.Tool: method names(int) is no longer public");
    assertThat(breaks(CLASS, CLASS.replace("protected void", "void")))
        .containsExactly("sample.Tool: method close() is gone");
    assertThat(breaks(CLASS, CLASS.replace("public class", "class")))
        .containsExactly("sample.Tool is gone");
  }

  @Test
  void aWidenedVisibilityIsAnAddition() throws IOException {
    assertThat(breaks(CLASS, CLASS.replace("protected void", "public void"))).isEmpty();
  }

  @Test
  void aTypeOrMethodThatCanNoLongerBeExtendedIsABreak() throws IOException {
    assertThat(breaks(CLASS, CLASS.replace("public class", "public final class")))
        .containsExactly("sample.Tool became final");
    assertThat(breaks(CLASS, CLASS.replace("protected void", "protected final void")))
        .containsExactly("sample.Tool: method close() became final");
    assertThat(breaks(CLASS, CLASS.replace("protected Tool", "private Tool")))
        .containsExactly("sample.Tool became unextendable", "sample.Tool: constructor () is gone");
  }

  @Test
  void aMethodThatLostItsBodyIsABreak() throws IOException {
    String withBody = INTERFACE.replace("{ ", "{ default void part() {} ");
    assertThat(breaks(withBody, withBody.replace("default void part() {}", "void part();")))
        .containsExactly("sample.Greeter: method part() became abstract");
  }

  @Test
  void aConstantsValueIsCompiledIntoItsUsers() throws IOException {
    assertThat(breaks(CLASS, CLASS.replace("= 10", "= 11")))
        .singleElement()
        .asString()
        .contains("was `= 10`, is `= 11`");
  }

  @Test
  void aRecordsComponentsAreItsConstructor() throws IOException {
    String pair = "public record Pair(int left, int right) {}";
    assertThat(breaks(pair, pair.replace("int right", "int right, int middle")))
        .containsExactly("sample.Pair: constructor (int, int) is gone");
  }

  @Test
  void anEnumMayGainButNotLoseConstants() throws IOException {
    String levels = "public enum Level { LOW, HIGH }";
    assertThat(breaks(levels, levels.replace("LOW", "LOW, MIDDLE"))).isEmpty();
    assertThat(breaks(levels, levels.replace("LOW, ", "")))
        .containsExactly("sample.Level: field LOW is gone");
  }

  @Test
  void aMovedUpMethodIsStillThere() throws IOException {
    String before = "public class Tool { public static class Part { public void work() {} } }";
    String after =
        "public class Tool { public static class Part extends Whole {}"
            + " public static class Whole { public void work() {} } }";

    assertThat(breaks(before, after)).isEmpty();
  }

  @Test
  void aLostSupertypeIsABreakAndAnAddedOneIsNot() throws IOException {
    String before = "public abstract class Tool implements Comparable<Tool> {}";
    String more = before.replace("Comparable<Tool>", "Comparable<Tool>, Runnable");

    assertThat(breaks(before, more)).isEmpty();
    assertThat(breaks(more, before))
        .containsExactly("sample.Tool is no longer a java.lang.Runnable");
    assertThat(breaks(before, before.replace("Comparable<Tool>", "Comparable<Object>")))
        .containsExactly("sample.Tool is no longer a java.lang.Comparable<sample.Tool>");
  }

  @Test
  void aPromiseCannotBeTakenBack() throws IOException {
    Surface stable = surface("STABLE", INTERFACE);
    Surface experimental = surface("EXPERIMENTAL", INTERFACE);

    assertThat(Compatibility.breaks(stable, experimental))
        .singleElement()
        .asString()
        .contains("promise was `stable 0.1.0`, is `experimental 0.1.0`");
    assertThat(Compatibility.breaks(experimental, surface("STABLE", CLASS)))
        .as("what was only tried may go")
        .isEmpty();
  }

  @Test
  void theTextFormKeepsEverything() throws IOException {
    for (String source : List.of(INTERFACE, HOST_INTERFACE, CLASS)) {
      Surface surface = surface("STABLE", source);
      assertThat(Surface.parse(surface.text())).isEqualTo(surface);
    }
  }

  private List<String> breaks(String before, String after) throws IOException {
    return Compatibility.breaks(surface("STABLE", before), surface("STABLE", after));
  }

  private Surface surface(String status, String source) throws IOException {
    Path classes = Files.createTempDirectory(folder, "classes");
    String name =
        source.replaceAll(
            "(?s).*?public (?:final )?(?:class|interface|record|enum) (\\w+).*", "$1");
    if (name.equals(source)) {
      name = "Tool";
    }
    Path file = classes.resolve(name + ".java");
    Files.writeString(
        file,
        """
        package sample;
        import io.eyrie.api.stability.Api;
        import java.io.IOException;
        import java.util.List;
        import org.osgi.annotation.versioning.*;
        @Api(status = Api.Status.%s, since = "0.1.0")
        %s
        """
            .formatted(status, source));
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    int exit =
        compiler.run(
            null,
            null,
            null,
            "-proc:none",
            "-d",
            classes.toString(),
            "-classpath",
            System.getProperty("java.class.path"),
            file.toString());
    assertThat(exit).as("compiling %s", source).isZero();
    return SurfaceReader.read(classes);
  }
}
