package io.runasjob.annotation.processing;

import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import javax.lang.model.element.AnnotationMirror;
import javax.lang.model.element.Element;
import javax.lang.model.element.Modifier;
import javax.lang.model.element.TypeElement;
import javax.lang.model.element.VariableElement;
import javax.lang.model.type.ArrayType;
import javax.lang.model.type.DeclaredType;
import javax.lang.model.type.PrimitiveType;
import javax.lang.model.type.TypeKind;
import javax.lang.model.type.TypeMirror;
import javax.lang.model.type.WildcardType;
import javax.lang.model.util.Types;

/**
 * Types as source text, with full names and type arguments. Of their annotations only {@code @Nullable} is kept: what
 * {@link TypeMirror#toString()} makes of the others does not always compile.
 */
final class TypeText {
    private final Types types;

    TypeText(Types types) {
        this.types = types;
    }

    /** The type of a parameter, with its nullness. */
    String parameter(VariableElement parameter) {
        TypeMirror type = parameter.asType();
        Optional<String> declared = nullable(parameter.getAnnotationMirrors());
        boolean said = nullable(type.getAnnotationMirrors()).isPresent() || type.getKind() == TypeKind.ARRAY;
        return (said ? "" : declared.orElse("")) + text(type, true);
    }

    /** A result as a type argument: boxed, {@code Void} for none. */
    String result(TypeMirror type) {
        if (type.getKind() == TypeKind.VOID) {
            return "java.lang.Void";
        }
        return type instanceof PrimitiveType primitive
                ? types.boxedClass(primitive).getQualifiedName().toString()
                : text(type, false);
    }

    /** Whether every class in the type can be named from everywhere. */
    static boolean isPublic(TypeMirror type) {
        if (type instanceof ArrayType array) {
            return isPublic(array.getComponentType());
        }
        if (type instanceof WildcardType wildcard) {
            return (wildcard.getExtendsBound() == null || isPublic(wildcard.getExtendsBound()))
                    && (wildcard.getSuperBound() == null || isPublic(wildcard.getSuperBound()));
        }
        return !(type instanceof DeclaredType declared)
                || (isPublic(declared.asElement())
                        && declared.getTypeArguments().stream().allMatch(TypeText::isPublic));
    }

    /** Whether a class and all around it are public. */
    static boolean isPublic(Element type) {
        for (Element part = type; part instanceof TypeElement; part = part.getEnclosingElement()) {
            if (!part.getModifiers().contains(Modifier.PUBLIC)) {
                return false;
            }
        }
        return true;
    }

    /** Whether the compiler does not know some class in the type (yet). */
    static boolean isBroken(TypeMirror type) {
        if (type.getKind() == TypeKind.ERROR) {
            return true;
        }
        if (type instanceof ArrayType array) {
            return isBroken(array.getComponentType());
        }
        if (type instanceof WildcardType wildcard) {
            return (wildcard.getExtendsBound() != null && isBroken(wildcard.getExtendsBound()))
                    || (wildcard.getSuperBound() != null && isBroken(wildcard.getSuperBound()));
        }
        return type instanceof DeclaredType declared
                && declared.getTypeArguments().stream().anyMatch(TypeText::isBroken);
    }

    private String text(TypeMirror type, boolean nullness) {
        String mark = nullness ? nullable(type.getAnnotationMirrors()).orElse("") : "";
        if (type instanceof ArrayType array) {
            String brackets = mark.isEmpty() ? "[]" : " " + mark + "[]";
            return text(array.getComponentType(), nullness) + brackets;
        }
        if (type instanceof WildcardType wildcard) {
            return wildcard(wildcard, nullness);
        }
        if (type instanceof DeclaredType declared) {
            return declared(declared, mark, nullness);
        }
        return type instanceof PrimitiveType primitive
                ? types.unboxedType(types.boxedClass(primitive).asType()).toString()
                : type.toString();
    }

    private String declared(DeclaredType type, String mark, boolean nullness) {
        Element element = type.asElement();
        String full = ((TypeElement) element).getQualifiedName().toString();
        int simple = full.lastIndexOf('.') + 1;
        String name = full.substring(0, simple) + mark + full.substring(simple);
        List<? extends TypeMirror> arguments = type.getTypeArguments();
        return arguments.isEmpty()
                ? name
                : arguments.stream()
                        .map(argument -> text(argument, nullness))
                        .collect(Collectors.joining(", ", name + "<", ">"));
    }

    private String wildcard(WildcardType wildcard, boolean nullness) {
        if (wildcard.getExtendsBound() != null) {
            return "? extends " + text(wildcard.getExtendsBound(), nullness);
        }
        return wildcard.getSuperBound() == null ? "?" : "? super " + text(wildcard.getSuperBound(), nullness);
    }

    private static Optional<String> nullable(List<? extends AnnotationMirror> annotations) {
        return annotations.stream()
                .map(annotation -> (TypeElement) annotation.getAnnotationType().asElement())
                .filter(annotation -> annotation.getSimpleName().contentEquals("Nullable"))
                .findFirst()
                .map(annotation -> "@" + annotation.getQualifiedName() + " ");
    }
}
