// SPDX-License-Identifier: Apache-2.0
package io.eyrie.api.signature;

import static java.util.stream.Collectors.joining;

import io.eyrie.api.signature.Surface.Declared;
import io.eyrie.api.signature.Surface.Member;
import java.io.IOException;
import java.lang.classfile.Annotation;
import java.lang.classfile.AnnotationElement;
import java.lang.classfile.AnnotationValue;
import java.lang.classfile.Attributes;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassModel;
import java.lang.classfile.ClassSignature;
import java.lang.classfile.FieldModel;
import java.lang.classfile.MethodModel;
import java.lang.classfile.MethodSignature;
import java.lang.classfile.Signature;
import java.lang.classfile.attribute.InnerClassInfo;
import java.lang.constant.ClassDesc;
import java.lang.reflect.AccessFlag;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * Reads the public types of a folder of class files, members of private or package access aside.
 */
final class SurfaceReader {

  private static final String API = "Lio/eyrie/api/stability/Api;";
  private static final String CONSUMER = "Lorg/osgi/annotation/versioning/ConsumerType;";
  private static final String PROVIDER = "Lorg/osgi/annotation/versioning/ProviderType;";

  private final Map<String, ClassModel> models = new HashMap<>();

  private SurfaceReader() {}

  /** The surface of all class files under a folder. */
  static Surface read(Path classes) throws IOException {
    SurfaceReader reader = new SurfaceReader();
    for (Path file : classFiles(classes)) {
      ClassModel model = ClassFile.of().parse(file);
      reader.models.put(name(model), model);
    }
    SortedMap<String, Declared> types = new TreeMap<>();
    for (ClassModel model : reader.models.values()) {
      if (reader.reachable(model)) {
        types.put(name(model), reader.type(model));
      }
    }
    return new Surface(types);
  }

  /** Every class file under a folder but descriptions of packages and modules. */
  static List<Path> classFiles(Path classes) throws IOException {
    try (Stream<Path> files = Files.walk(classes)) {
      return files
          .filter(file -> file.toString().endsWith(".class"))
          .filter(file -> !file.endsWith("package-info.class"))
          .filter(file -> !file.endsWith("module-info.class"))
          .sorted()
          .toList();
    }
  }

  static String name(ClassModel model) {
    return model.thisClass().asInternalName().replace('/', '.');
  }

  private boolean reachable(ClassModel model) {
    Optional<InnerClassInfo> inner = inner(model);
    if (inner.isEmpty()) {
      return model.flags().has(AccessFlag.PUBLIC);
    }
    Optional<ClassModel> outer = outer(inner.get());
    return visible(inner.get().flags()) && outer.isPresent() && reachable(outer.get());
  }

  private static boolean visible(Set<AccessFlag> flags) {
    return flags.contains(AccessFlag.PUBLIC) || flags.contains(AccessFlag.PROTECTED);
  }

  private static Optional<InnerClassInfo> inner(ClassModel model) {
    return model.findAttribute(Attributes.innerClasses()).stream()
        .flatMap(attribute -> attribute.classes().stream())
        .filter(info -> info.innerClass().equals(model.thisClass()))
        .findFirst();
  }

  private Optional<ClassModel> outer(InnerClassInfo info) {
    return info.outerClass()
        .map(entry -> entry.asInternalName().replace('/', '.'))
        .map(models::get);
  }

  private Declared type(ClassModel model) {
    Set<AccessFlag> flags = inner(model).map(InnerClassInfo::flags).orElse(model.flags().flags());
    Optional<ClassSignature> generic =
        model.findAttribute(Attributes.signature()).map(attribute -> attribute.asClassSignature());
    SortedMap<String, Member> members = new TreeMap<>();
    generic
        .map(signature -> parameters(signature.typeParameters()))
        .filter(parameters -> !parameters.isEmpty())
        .map(parameters -> new Member("type parameters", parameters.strip(), "", ""))
        .ifPresent(member -> members.put(member.key(), member));
    for (FieldModel field : model.fields()) {
      if (visible(field.flags().flags()) && !field.flags().has(AccessFlag.SYNTHETIC)) {
        Member member = member(field);
        members.put(member.key(), member);
      }
    }
    for (MethodModel method : model.methods()) {
      if (visible(method.flags().flags()) && !method.flags().has(AccessFlag.SYNTHETIC)) {
        Member member = member(model, method);
        members.put(member.key(), member);
      }
    }
    return new Declared(
        name(model),
        kind(model),
        status(model),
        implementer(model),
        modifiers(model, flags),
        supertypes(model, generic),
        members);
  }

  private static String kind(ClassModel model) {
    if (model.flags().has(AccessFlag.ANNOTATION)) {
      return "annotation";
    }
    if (model.flags().has(AccessFlag.INTERFACE)) {
      return "interface";
    }
    if (model.flags().has(AccessFlag.ENUM)) {
      return "enum";
    }
    return model.findAttribute(Attributes.record()).isPresent() ? "record" : "class";
  }

  /** The promise on the type, or on the type around it: {@code stable 0.1.0}. */
  private String status(ClassModel model) {
    Optional<Annotation> promise =
        annotations(model).filter(note -> note.className().equalsString(API)).findFirst();
    if (promise.isPresent()) {
      return value(promise.get(), "status").toLowerCase(Locale.ROOT)
          + " "
          + value(promise.get(), "since");
    }
    return inner(model).flatMap(this::outer).map(this::status).orElse("unpromised");
  }

  private static Stream<Annotation> annotations(ClassModel model) {
    return Stream.concat(
        model.findAttribute(Attributes.runtimeVisibleAnnotations()).stream()
            .flatMap(attribute -> attribute.annotations().stream()),
        model.findAttribute(Attributes.runtimeInvisibleAnnotations()).stream()
            .flatMap(attribute -> attribute.annotations().stream()));
  }

  private static String value(Annotation annotation, String name) {
    for (AnnotationElement element : annotation.elements()) {
      if (element.name().equalsString(name)) {
        return switch (element.value()) {
          case AnnotationValue.OfEnum constant -> constant.constantName().stringValue();
          case AnnotationValue.OfString text -> text.stringValue();
          default -> throw new IllegalStateException("unexpected value of " + name);
        };
      }
    }
    throw new IllegalStateException("no " + name + " in " + annotation);
  }

  /** Who may implement or extend the type: authors unless it is marked as the host's. */
  private static String implementer(ClassModel model) {
    if (annotations(model).anyMatch(note -> note.className().equalsString(PROVIDER))) {
      return "host";
    }
    return annotations(model).anyMatch(note -> note.className().equalsString(CONSUMER))
        ? "plugins"
        : "anyone";
  }

  private static String modifiers(ClassModel model, Set<AccessFlag> flags) {
    List<String> words = words(flags);
    if (model.flags().has(AccessFlag.INTERFACE)) {
      words.remove("abstract");
      words.remove("static");
    }
    if (model.findAttribute(Attributes.permittedSubclasses()).isPresent()) {
      words.add("sealed");
    }
    if (!model.flags().has(AccessFlag.INTERFACE)
        && model.methods().stream()
            .filter(method -> method.methodName().equalsString("<init>"))
            .noneMatch(method -> visible(method.flags().flags()))) {
      words.add("unextendable");
    }
    return String.join(" ", words);
  }

  /** The modifiers that mean something to callers and implementers, in the usual order. */
  private static List<String> words(Set<AccessFlag> flags) {
    List<String> words = new ArrayList<>();
    for (AccessFlag flag :
        List.of(
            AccessFlag.PUBLIC,
            AccessFlag.PROTECTED,
            AccessFlag.ABSTRACT,
            AccessFlag.STATIC,
            AccessFlag.FINAL)) {
      if (flags.contains(flag)) {
        words.add(flag.name().toLowerCase(Locale.ROOT));
      }
    }
    return words;
  }

  private static List<String> supertypes(ClassModel model, Optional<ClassSignature> generic) {
    Stream<String> all =
        generic.isPresent()
            ? Stream.concat(
                    Stream.of(generic.get().superclassSignature()),
                    generic.get().superinterfaceSignatures().stream())
                .map(SurfaceReader::text)
            : Stream.concat(model.superclass().stream(), model.interfaces().stream())
                .map(entry -> entry.asInternalName().replace('/', '.'));
    return all.filter(name -> !name.equals("java.lang.Object")).sorted().toList();
  }

  private static Member member(FieldModel field) {
    Signature type =
        field
            .findAttribute(Attributes.signature())
            .map(attribute -> attribute.asTypeSignature())
            .orElseGet(() -> Signature.of(field.fieldTypeSymbol()));
    String constant =
        field
            .findAttribute(Attributes.constantValue())
            .map(attribute -> "= " + attribute.constant().constantValue())
            .orElse("");
    return new Member(
        "field " + field.fieldName().stringValue(),
        text(type),
        String.join(" ", words(field.flags().flags())),
        constant);
  }

  private static Member member(ClassModel owner, MethodModel method) {
    MethodSignature signature =
        method
            .findAttribute(Attributes.signature())
            .map(attribute -> attribute.asMethodSignature())
            .orElseGet(() -> MethodSignature.of(method.methodTypeSymbol()));
    String erased =
        method.methodTypeSymbol().parameterList().stream()
            .map(SurfaceReader::text)
            .collect(joining(", ", "(", ")"));
    boolean constructor = method.methodName().equalsString("<init>");
    List<String> words = words(method.flags().flags());
    if (owner.flags().has(AccessFlag.INTERFACE)
        && !words.contains("abstract")
        && !words.contains("static")) {
      words.add("default");
    }
    if (method.findAttribute(Attributes.annotationDefault()).isPresent()) {
      words.add("optional");
    }
    return new Member(
        constructor ? "constructor " + erased : "method " + method.methodName() + erased,
        parameters(signature.typeParameters()) + text(signature.result()),
        String.join(" ", words),
        detail(method, signature, erased));
  }

  private static String detail(MethodModel method, MethodSignature signature, String erased) {
    String generic =
        signature.arguments().stream().map(SurfaceReader::text).collect(joining(", ", "(", ")"));
    String thrown =
        method.findAttribute(Attributes.exceptions()).stream()
            .flatMap(attribute -> attribute.exceptions().stream())
            .map(entry -> entry.asInternalName().replace('/', '.'))
            .sorted()
            .collect(joining(", "));
    return Stream.of(
            generic.equals(erased) ? "" : generic, thrown.isEmpty() ? "" : "throws " + thrown)
        .filter(text -> !text.isEmpty())
        .collect(joining(" "));
  }

  private static String parameters(List<Signature.TypeParam> parameters) {
    return parameters.isEmpty()
        ? ""
        : parameters.stream()
            .map(parameter ->
                parameter.identifier()
                    + Stream.concat(
                            parameter.classBound().stream(), parameter.interfaceBounds().stream())
                        .map(SurfaceReader::text)
                        .filter(bound -> !bound.equals("java.lang.Object"))
                        .map(bound -> " extends " + bound)
                        .collect(joining()))
            .collect(joining(", ", "<", "> "));
  }

  private static String text(ClassDesc type) {
    return text(Signature.of(type));
  }

  private static String text(Signature signature) {
    return switch (signature) {
      case Signature.BaseTypeSig base ->
          ClassDesc.ofDescriptor(String.valueOf(base.baseType())).displayName();
      case Signature.ArrayTypeSig array -> text(array.componentSignature()) + "[]";
      case Signature.TypeVarSig variable -> variable.identifier();
      case Signature.ClassTypeSig type ->
          type.outerType().map(outer -> text(outer) + "$").orElse("")
              + type.className().replace('/', '.')
              + (type.typeArgs().isEmpty()
                  ? ""
                  : type.typeArgs().stream()
                      .map(SurfaceReader::text)
                      .collect(joining(", ", "<", ">")));
    };
  }

  private static String text(Signature.TypeArg argument) {
    return switch (argument) {
      case Signature.TypeArg.Unbounded _ -> "?";
      case Signature.TypeArg.Bounded bounded ->
          switch (bounded.wildcardIndicator()) {
            case NONE -> text(bounded.boundType());
            case EXTENDS -> "? extends " + text(bounded.boundType());
            case SUPER -> "? super " + text(bounded.boundType());
          };
    };
  }
}
