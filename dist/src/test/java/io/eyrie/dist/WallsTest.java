// SPDX-License-Identifier: Apache-2.0
package io.eyrie.dist;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaConstructor;
import com.tngtech.archunit.core.domain.JavaConstructorCall;
import com.tngtech.archunit.core.domain.JavaMethodCall;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadFactory;
import java.util.stream.Stream;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The walls of the design: who may know whom.
 *
 * <p>Each wall says how many classes it must have looked at, so that a renamed package or a module
 * that was not compiled cannot pass for a wall that holds. The floors are a little under what there
 * is; raise them as the code grows.
 */
final class WallsTest {

  private static final JavaClasses ALL = Repository.productionClasses();

  private static final int ALL_FLOOR = 350;
  private static final int HOST_FLOOR = 220;
  private static final int ENGINE_FLOOR = 80;
  private static final int PLUGIN_FLOOR = 4;

  /** The engine's stages; each sees only those before it. */
  private static final List<String> STAGES =
      List.of("diag", "rulefile", "syntax", "expand", "check", "plan", "run");

  @Test
  void theHostNeverImportsAPlugin() {
    JavaClasses host = look(HOST_FLOOR, "io.eyrie.engine", "io.eyrie.server");

    noClasses()
        .should()
        .dependOnClassesThat(
            in("io.eyrie.jsonlog", "io.eyrie.cloudtrail", "io.eyrie.syscall", "io.eyrie.output"))
        .allowEmptyShould(true)
        .check(host);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "io.eyrie.jsonlog",
        "io.eyrie.cloudtrail",
        "io.eyrie.syscall",
        "io.eyrie.output.console",
        "io.eyrie.output.grpc",
        "io.eyrie.proof",
        "io.eyrie.testkit"
      })
  void aPluginSeesTheContractAndItsOwnLibraries(String plugin) {
    JavaClasses classes = look(PLUGIN_FLOOR, plugin);
    String[] ours =
        switch (plugin) {
          case "io.eyrie.cloudtrail" -> new String[] {plugin, "io.eyrie.api", "io.eyrie.jsonlog"};
          case "io.eyrie.output.grpc" -> new String[] {plugin, "io.eyrie.api", "io.eyrie.alerts"};
          default -> new String[] {plugin, "io.eyrie.api"};
        };

    noClasses()
        .should()
        .dependOnClassesThat(in("io.eyrie").and(DescribedPredicate.not(in(ours))))
        .because("a plugin is built against plugin-api alone")
        .allowEmptyShould(true)
        .check(classes);
    noClasses()
        .should()
        .dependOnClassesThat(in("org.pf4j", "org.osgi", "org.slf4j"))
        .allowEmptyShould(true)
        .check(classes);
  }

  @Test
  void theEngineIsALibraryThatKnowsNeitherHostNorModulesNorGrpc() {
    JavaClasses engine = look(ENGINE_FLOOR, "io.eyrie.engine");

    noClasses()
        .should()
        .dependOnClassesThat(
            DescribedPredicate.not(
                in(
                        "io.eyrie.engine",
                        "io.eyrie.api",
                        "java",
                        "org.yaml.snakeyaml",
                        "com.google.re2j",
                        "org.jspecify")
                    .or(primitives())))
        .allowEmptyShould(true)
        .check(engine);
    noClasses()
        .that(in("io.eyrie.engine").and(DescribedPredicate.not(in("io.eyrie.engine.rulefile"))))
        .should()
        .dependOnClassesThat(in("org.yaml.snakeyaml"))
        .allowEmptyShould(true)
        .check(engine);
    noClasses()
        .that(DescribedPredicate.not(in("io.eyrie.engine.check")))
        .should()
        .dependOnClassesThat(in("com.google.re2j"))
        .because("how a regular expression is matched is behind one class")
        .allowEmptyShould(true)
        .check(engine);
    noClasses()
        .should()
        .dependOnClassesThat(assignableTo("java.lang.Thread", "java.util.concurrent.Executor"))
        .allowEmptyShould(true)
        .check(engine);
  }

  @Test
  void aStageOfTheEngineSeesOnlyEarlierStages() {
    JavaClasses engine = look(ENGINE_FLOOR, "io.eyrie.engine");

    for (int stage = 0; stage < STAGES.size(); stage++) {
      String[] later =
          STAGES.subList(stage + 1, STAGES.size()).stream()
              .map(name -> "io.eyrie.engine." + name)
              .toArray(String[]::new);
      noClasses()
          .that(in("io.eyrie.engine." + STAGES.get(stage)))
          .should()
          .dependOnClassesThat(in(later))
          .allowEmptyShould(true)
          .allowEmptyShould(true)
          .check(engine);
    }
  }

  @Test
  void evaluatingARuleBoxesNothingAndStreamsNothing() {
    JavaClasses engine = look(ENGINE_FLOOR, "io.eyrie.engine");

    noClasses()
        .that(in("io.eyrie.engine.run"))
        .should()
        .dependOnClassesThat(
            in("java.util.stream", "java.util.regex").or(assignableTo("java.util.Optional")))
        .orShould()
        .accessTargetWhere(
            calls("java.lang.Long", "valueOf")
                .or(calls("java.lang.Integer", "valueOf"))
                .or(calls("java.lang.Double", "valueOf"))
                .or(calls("java.lang.Boolean", "valueOf"))
                .or(calls("java.lang.String", "format"))
                .or(calls("java.lang.String", "formatted"))
                .or(calls("java.lang.String", JavaConstructor.CONSTRUCTOR_NAME)))
        .allowEmptyShould(true)
        .check(engine);
  }

  @Test
  void onlyTheAlertsProtocolAndItsOutputKnowGrpc() {
    noClasses()
        .that(DescribedPredicate.not(in("io.eyrie.alerts", "io.eyrie.output.grpc")))
        .should()
        .dependOnClassesThat(in("io.grpc", "com.google.protobuf"))
        .allowEmptyShould(true)
        .check(look(ALL_FLOOR, "io.eyrie"));
  }

  @Test
  void onlyTheHostsModulesKnowPf4jAndFelix() {
    noClasses()
        .that(DescribedPredicate.not(in("io.eyrie.server.modules")))
        .should()
        .dependOnClassesThat(in("org.pf4j", "org.osgi.framework", "org.apache.felix"))
        .allowEmptyShould(true)
        .check(look(ALL_FLOOR, "io.eyrie"));
  }

  @Test
  void onlyTheCommandLineKnowsPicocli() {
    noClasses()
        .that(DescribedPredicate.not(in("io.eyrie.server.cli")))
        .should()
        .dependOnClassesThat(in("picocli"))
        .allowEmptyShould(true)
        .check(look(ALL_FLOOR, "io.eyrie"));
  }

  @Test
  void onlyTheProgramOutputStartsPrograms() {
    noClasses()
        .that(DescribedPredicate.not(in("io.eyrie.output.program")))
        .should()
        .dependOnClassesThat(assignableTo("java.lang.ProcessBuilder"))
        .orShould()
        .accessTargetWhere(calls("java.lang.Runtime", "exec"))
        .allowEmptyShould(true)
        .check(look(ALL_FLOOR, "io.eyrie"));
  }

  @Test
  void onlyTheCommandLineAndTheConsoleOutputPrint() {
    noClasses()
        .that(
            DescribedPredicate.not(
                in("io.eyrie.server.cli", "io.eyrie.output.console", "io.eyrie.bench")))
        .should()
        .accessTargetWhere(
            describe(
                "System.out or System.err",
                access ->
                    access.getTargetOwner().isEquivalentTo(System.class)
                        && Set.of("out", "err").contains(access.getTarget().getName())))
        .orShould()
        .accessTargetWhere(
            describe(
                "Throwable.printStackTrace to standard error",
                access ->
                    access.getTargetOwner().isAssignableTo(Throwable.class)
                        && access.getTarget().getFullName().endsWith(".printStackTrace()")))
        .allowEmptyShould(true)
        .check(look(ALL_FLOOR, "io.eyrie"));
  }

  @Test
  void everyThreadHasAName() {
    noClasses()
        .should()
        .accessTargetWhere(
            describe(
                "a Thread made without a name",
                access ->
                    access instanceof JavaConstructorCall call
                        && call.getTargetOwner().isEquivalentTo(Thread.class)
                        && call.getTarget().getRawParameterTypes().stream()
                            .noneMatch(type -> type.isEquivalentTo(String.class))))
        .orShould()
        .accessTargetWhere(calls("java.lang.Thread", "startVirtualThread"))
        .orShould()
        .accessTargetWhere(
            describe(
                "a thread pool made without a factory that names",
                access ->
                    access instanceof JavaMethodCall call
                        && call.getTargetOwner().isEquivalentTo(Executors.class)
                        && call.getTarget().getName().startsWith("new")
                        && call.getTarget().getRawParameterTypes().stream()
                            .noneMatch(type -> type.isEquivalentTo(ThreadFactory.class))))
        .allowEmptyShould(true)
        .check(look(ALL_FLOOR, "io.eyrie"));
  }

  @Test
  void nobodyReachesIntoTheJdk() {
    noClasses()
        .should()
        .dependOnClassesThat(
            in("sun", "jdk.internal", "com.sun")
                .and(DescribedPredicate.not(in("com.sun.net.httpserver"))))
        .because("only the JDK's exported packages are there to be used; its HTTP server is one")
        .allowEmptyShould(true)
        .check(look(ALL_FLOOR, "io.eyrie"));
  }

  @Test
  void noPackagesGoInCircles() {
    slices()
        .matching("io.eyrie.(**)")
        .should()
        .beFreeOfCycles()
        .allowEmptyShould(true)
        .check(look(ALL_FLOOR, "io.eyrie"));
  }

  @Test
  void packagesAreNamedForWhatTheyDo() {
    Set<String> nothings = Set.of("util", "utils", "common", "impl", "manager", "helper", "misc");

    classes()
        .should()
        .resideInAPackage("io.eyrie..")
        .andShould()
        .resideOutsideOfPackages(
            nothings.stream()
                .map(name -> ".." + name.toLowerCase(Locale.ROOT) + "..")
                .toArray(String[]::new))
        .allowEmptyShould(true)
        .check(look(ALL_FLOOR, "io.eyrie"));
  }

  @Test
  void everyPackageIsNullMarked() {
    JavaClasses all = look(ALL_FLOOR, "io.eyrie");

    assertThat(
            all.stream()
                .filter(type -> !in("io.eyrie.alerts").test(type))
                .map(JavaClass::getPackage)
                .distinct()
                .filter(type -> !type.isAnnotatedWith(NullMarked.class))
                .map(type -> type.getName())
                // Written by the benchmark harness, not by us.
                .filter(name -> !name.endsWith(".jmh_generated")))
        .as("packages whose package-info lacks @NullMarked")
        .isEmpty();
  }

  /** The classes below the packages, of which there must be at least so many. */
  private static JavaClasses look(int floor, String... packages) {
    JavaClasses classes = ALL.that(in(packages));
    assertThat(classes.size())
        .as("classes looked at in %s", List.of(packages))
        .isGreaterThanOrEqualTo(floor);
    return classes;
  }

  private static DescribedPredicate<JavaClass> in(String... packages) {
    return describe(
        "in " + String.join(", ", packages),
        type -> Repository.in(type.getBaseComponentType(), packages));
  }

  private static DescribedPredicate<JavaClass> primitives() {
    return describe("primitive", type -> type.getBaseComponentType().isPrimitive());
  }

  private static DescribedPredicate<JavaClass> assignableTo(String... names) {
    return describe(
        "a " + String.join(" or ", names), type -> Stream.of(names).anyMatch(type::isAssignableTo));
  }

  private static DescribedPredicate<JavaAccess<?>> calls(String owner, String name) {
    return describe(
        "calls " + owner + "." + name,
        access ->
            access.getTargetOwner().getName().equals(owner)
                && access.getTarget().getName().equals(name));
  }
}
