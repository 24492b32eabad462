package io.runasjob.annotation.processing;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import javax.lang.model.element.Element;
import javax.lang.model.element.ElementKind;
import javax.lang.model.element.Modifier;
import javax.lang.model.element.TypeElement;
import javax.lang.model.type.ArrayType;
import javax.lang.model.type.DeclaredType;
import javax.lang.model.type.TypeKind;
import javax.lang.model.type.TypeMirror;
import javax.lang.model.type.WildcardType;
import javax.lang.model.util.Elements;
import javax.lang.model.util.Types;

/**
 * Which types the default codec can write as JSON and read back. Refuses what certainly fails and lets pass what may work:
 * {@code Object} is read as maps, lists, text and numbers, and what stands inside a class is left to the codec. A host with
 * another codec switches these rules off with {@code -Arunasjob.json=off}; what the factory class could not even name is
 * refused all the same.
 */
final class JsonRules {
    private static final String ANOTHER_CODEC =
            " (If your service has a codec that can, compile with -A" + RunAsJobProcessor.JSON_OPTION + "=off.)";

    /** Interfaces and abstract classes for which Jackson knows a class. */
    private static final Set<String> CONSTRUCTIBLE = Set.of(
            "java.io.Serializable",
            "java.lang.CharSequence",
            "java.lang.Iterable",
            "java.lang.Number",
            "java.nio.ByteBuffer",
            "java.nio.charset.Charset",
            "java.nio.file.Path",
            "java.time.ZoneId",
            "java.util.AbstractList",
            "java.util.AbstractMap",
            "java.util.AbstractSet",
            "java.util.Calendar",
            "java.util.Collection",
            "java.util.Deque",
            "java.util.EnumSet",
            "java.util.List",
            "java.util.Map",
            "java.util.Map.Entry",
            "java.util.NavigableMap",
            "java.util.NavigableSet",
            "java.util.Queue",
            "java.util.SequencedCollection",
            "java.util.SequencedMap",
            "java.util.SequencedSet",
            "java.util.Set",
            "java.util.SortedMap",
            "java.util.SortedSet",
            "java.util.TimeZone",
            "java.util.concurrent.ConcurrentMap",
            "java.util.concurrent.ConcurrentNavigableMap");

    private final Elements elements;
    private final Types types;
    private final LiveTypes live;
    private final JacksonHints hints;
    private final boolean strict;

    JsonRules(Elements elements, Types types, boolean strict) {
        this.elements = elements;
        this.types = types;
        this.live = new LiveTypes(elements, types);
        this.hints = new JacksonHints(types);
        this.strict = strict;
    }

    /** Why a parameter or result of this type is refused and what to do; empty when it is fine. */
    Optional<String> refusal(TypeMirror type, TypeElement host) {
        if (type instanceof ArrayType array) {
            return refusal(array.getComponentType(), host);
        }
        if (type instanceof WildcardType wildcard) {
            return Stream.of(
                            Optional.ofNullable(wildcard.getExtendsBound()),
                            Optional.ofNullable(wildcard.getSuperBound()))
                    .flatMap(Optional::stream)
                    .flatMap(bound -> refusal(bound, host).stream())
                    .findFirst();
        }
        if (type.getKind() == TypeKind.TYPEVAR) {
            return Optional.of("nobody knows what the type variable " + type
                    + " stands for when the job runs. Name the class instead.");
        }
        return type instanceof DeclaredType declared && type.getKind() == TypeKind.DECLARED
                ? declared(declared, host)
                : Optional.empty();
    }

    private Optional<String> declared(DeclaredType type, TypeElement host) {
        TypeElement element = (TypeElement) type.asElement();
        return unreachable(element, host)
                .or(() -> strict ? unreadable(element).map(why -> why + ANOTHER_CODEC) : Optional.empty())
                .or(() -> strict ? unreadableKey(type).map(why -> why + ANOTHER_CODEC) : Optional.empty())
                .or(() -> type.getTypeArguments().stream()
                        .flatMap(argument -> refusal(argument, host).stream())
                        .findFirst());
    }

    /** Whether a class in the package of the host, which the factory class is, could not name the type. */
    private Optional<String> unreachable(TypeElement type, TypeElement host) {
        boolean samePackage = elements.getPackageOf(type).equals(elements.getPackageOf(host));
        for (Element part = type; part instanceof TypeElement; part = part.getEnclosingElement()) {
            Set<Modifier> modifiers = part.getModifiers();
            if (modifiers.contains(Modifier.PRIVATE)) {
                return Optional.of(type + " is private, so that nobody else can make one. Remove 'private' from "
                        + part.getSimpleName() + ".");
            }
            if (!samePackage && !modifiers.contains(Modifier.PUBLIC)) {
                return Optional.of(type + " is not visible in package " + elements.getPackageOf(host)
                        + ". Make it public, or use another type.");
            }
        }
        return Optional.empty();
    }

    private Optional<String> unreadable(TypeElement type) {
        if (isObject(type) || hints.sayHow(type)) {
            return Optional.empty();
        }
        Optional<String> reason = live.reason(type);
        if (reason.isPresent()) {
            return reason;
        }
        if (type.getKind() == ElementKind.ANNOTATION_TYPE || type.getKind() == ElementKind.INTERFACE) {
            return CONSTRUCTIBLE.contains(name(type)) ? Optional.empty() : Optional.of(notConstructible(type));
        }
        if (type.getKind() != ElementKind.CLASS || comesWithCodec(type)) {
            return type.getModifiers().contains(Modifier.ABSTRACT) && unknownAbstract(type)
                    ? Optional.of(notConstructible(type))
                    : Optional.empty();
        }
        return unreadableClass(type);
    }

    private Optional<String> unreadableClass(TypeElement type) {
        if (type.getModifiers().contains(Modifier.ABSTRACT)) {
            return Optional.of(notConstructible(type));
        }
        if (type.getNestingKind().isNested() && !type.getModifiers().contains(Modifier.STATIC)) {
            return Optional.of(type + " is an inner class and needs an object of the outer one. Make it static.");
        }
        if (!hints.hasCreator(type)) {
            return Optional.of(type + " has no constructor that JSON can use. Make it a record, give it a constructor"
                    + " without parameters, or annotate one with @JsonCreator.");
        }
        return Optional.empty();
    }

    /** A key of a map is text: something must make it from text. */
    private Optional<String> unreadableKey(DeclaredType map) {
        TypeElement known = elements.getTypeElement("java.util.Map");
        boolean isMap = known != null && types.isAssignable(types.erasure(map), types.erasure(known.asType()));
        List<? extends TypeMirror> arguments = map.getTypeArguments();
        if (!isMap || arguments.size() != 2) {
            return Optional.empty();
        }
        TypeMirror key = arguments.get(0);
        boolean readable = key.getKind() != TypeKind.ARRAY
                && !(key instanceof DeclaredType declared && !hints.isKey((TypeElement) declared.asElement()));
        return readable
                ? Optional.empty()
                : Optional.of("a key of a JSON object is text, and " + key
                        + " cannot be made from text. Use String, a number, an enum or UUID as the key.");
    }

    private static String notConstructible(TypeElement type) {
        return "JSON does not say which class of " + type
                + " to make. Use a class or a record, or annotate it with @JsonTypeInfo or @JsonDeserialize.";
    }

    private static boolean unknownAbstract(TypeElement type) {
        return type.getKind() == ElementKind.CLASS
                && !CONSTRUCTIBLE.contains(name(type))
                && !name(type).startsWith(JacksonHints.JACKSON);
    }

    /** Classes of the platform and of Jackson have codecs of their own, or else stand among the live ones. */
    private static boolean comesWithCodec(TypeElement type) {
        return name(type).startsWith("java.") || name(type).startsWith(JacksonHints.JACKSON);
    }

    private static boolean isObject(TypeElement type) {
        return type.getQualifiedName().contentEquals("java.lang.Object");
    }

    private static String name(TypeElement type) {
        return type.getQualifiedName().toString();
    }
}
