// SPDX-License-Identifier: Apache-2.0
package io.eyrie.dist;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaConstructor;
import com.tngtech.archunit.core.domain.JavaConstructorCall;
import com.tngtech.archunit.core.domain.JavaMethodCall;
import com.tngtech.archunit.library.Architectures.LayeredArchitecture;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadFactory;
import java.util.stream.Stream;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The walls of the design: who may know whom.
 *
 * <p>Each wall says how many classes it must have looked at, so that a renamed package or a module
 * that was not compiled cannot pass for a wall that holds. The floors are a little under what there
 * is; raise them as the code grows.
 */
final class WallsTest {

  private static final JavaClasses ALL = Repository.productionClasses();

  private static final int ALL_FLOOR = 740;
  private static final int HOST_FLOOR = 430;
  private static final int ENGINE_FLOOR = 160;
  private static final int RUN_FLOOR = 10;

  /** The engine's stages; each sees only those before it, and what stands beside them. */
  private static final List<String> STAGES =
      List.of(
          "rulefile",
          "syntax",
          "expand",
          "regex",
          "check",
          "derive",
          "plan",
          "run",
          "trace",
          "lint",
          "cost");

  /** What the stages report to; sees none of them. */
  private static final String DIAG = "diag";

  /** Templates of outputs, bound to fields as conditions are: behind check and before plan. */
  private static final String ALERT = "alert";

  @Test
  void theHostNeverImportsAPlugin() {
    JavaClasses host = look(HOST_FLOOR, "io.eyrie.engine", "io.eyrie.server");

    noClasses()
        .should()
        .dependOnClassesThat(
            in(
                "io.eyrie.jsonlog",
                "io.eyrie.tls",
                "io.eyrie.cloudtrail",
                "io.eyrie.k8saudit",
                "io.eyrie.okta",
                "io.eyrie.github",
                "io.eyrie.syscall",
                "io.eyrie.alerttext",
                "io.eyrie.httpclient",
                "io.eyrie.output"))
        .allowEmptyShould(true)
        .check(host);
  }

  @ParameterizedTest
  @CsvSource({
    "io.eyrie.jsonlog, 60",
    "io.eyrie.cloudtrail, 40",
    "io.eyrie.k8saudit, 6",
    "io.eyrie.okta, 4",
    "io.eyrie.github, 5",
    "io.eyrie.syscall, 80",
    "io.eyrie.tls, 4",
    "io.eyrie.alerttext, 8",
    "io.eyrie.httpclient, 14",
    "io.eyrie.output.console, 3",
    "io.eyrie.output.http, 9",
    "io.eyrie.output.slack, 5",
    "io.eyrie.output.alertmanager, 5",
    "io.eyrie.output.loki, 4",
    "io.eyrie.output.elasticsearch, 7",
    "io.eyrie.output.file, 6",
    "io.eyrie.output.syslog, 14",
    "io.eyrie.output.program, 6",
    "io.eyrie.output.kafka, 5",
    "io.eyrie.output.otlp, 6",
    "io.eyrie.output.grpc, 40",
    "io.eyrie.proof, 24",
    "io.eyrie.testkit, 34"
  })
  void aPluginSeesTheContractAndItsOwnLibraries(String plugin, int floor) {
    JavaClasses classes = look(floor, plugin);
    String[] ours =
        switch (plugin) {
          case "io.eyrie.cloudtrail", "io.eyrie.k8saudit", "io.eyrie.okta", "io.eyrie.github" ->
              new String[] {plugin, "io.eyrie.api", "io.eyrie.jsonlog"};
          case "io.eyrie.jsonlog" -> new String[] {plugin, "io.eyrie.api", "io.eyrie.tls"};
          case "io.eyrie.httpclient",
              "io.eyrie.output.http",
              "io.eyrie.output.slack",
              "io.eyrie.output.alertmanager",
              "io.eyrie.output.loki",
              "io.eyrie.output.elasticsearch",
              "io.eyrie.output.otlp" ->
              new String[] {
                plugin, "io.eyrie.api", "io.eyrie.httpclient", "io.eyrie.alerttext", "io.eyrie.tls"
              };
          case "io.eyrie.output.console", "io.eyrie.output.file", "io.eyrie.output.program" ->
              new String[] {plugin, "io.eyrie.api", "io.eyrie.alerttext"};
          case "io.eyrie.output.syslog" ->
              new String[] {plugin, "io.eyrie.api", "io.eyrie.alerttext", "io.eyrie.tls"};
          case "io.eyrie.output.kafka" -> new String[] {plugin, "io.eyrie.api", "io.eyrie.tls"};
          case "io.eyrie.output.grpc" ->
              new String[] {plugin, "io.eyrie.api", "io.eyrie.alerts", "io.eyrie.tls"};
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
    LayeredArchitecture layers = layeredArchitecture().consideringOnlyDependenciesInLayers();
    for (String name : Stream.concat(STAGES.stream(), Stream.of(DIAG, ALERT)).toList()) {
      layers = layers.layer(name).definedBy("io.eyrie.engine." + name + "..");
    }
    int check = STAGES.indexOf("check");
    List<String> seen = new ArrayList<>(List.of(DIAG));
    layers = layers.whereLayer(DIAG).mayNotAccessAnyLayer();
    for (int stage = 0; stage < STAGES.size(); stage++) {
      layers =
          layers.whereLayer(STAGES.get(stage)).mayOnlyAccessLayers(seen.toArray(String[]::new));
      seen.add(STAGES.get(stage));
      if (stage == check) {
        layers = layers.whereLayer(ALERT).mayOnlyAccessLayers(seen.toArray(String[]::new));
        seen.add(ALERT);
      }
    }
    layers.check(engine);
  }

  @Test
  void evaluatingARuleBoxesNothingAndStreamsNothing() {
    JavaClasses run = look(RUN_FLOOR, "io.eyrie.engine.run", "io.eyrie.engine.derive");

    noClasses()
        .should()
        .dependOnClassesThat(
            in("java.util.stream", "java.util.regex", "com.google.re2j")
                .or(assignableTo("java.util.Optional")))
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
        .check(run);
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
        .that(DescribedPredicate.not(in("io.eyrie.output.program", "io.eyrie.bench")))
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
