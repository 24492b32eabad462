package io.runasjob.annotation;

import java.lang.reflect.GenericArrayType;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.lang.reflect.TypeVariable;
import java.lang.reflect.WildcardType;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What the type variables of superclasses and interfaces stand for in one class: {@code T} of {@code Base<T>} is {@code
 * Order} in {@code class Orders extends Base<Order>}. Immutable once made.
 */
final class TypeArguments {
    private final Map<TypeVariable<?>, Type> known = new HashMap<>();

    TypeArguments(Class<?> subject) {
        collect(subject);
    }

    /** The type with every known variable replaced; a type without variables comes back as it is. */
    Type resolve(Type type) {
        if (type instanceof TypeVariable<?> variable) {
            return known.getOrDefault(variable, variable);
        }
        if (!mentionsVariable(type)) {
            return type;
        }
        if (type instanceof ParameterizedType generic) {
            return new Generic(
                    (Class<?>) generic.getRawType(), resolve(generic.getActualTypeArguments()), ownerOf(generic));
        }
        if (type instanceof GenericArrayType array) {
            Type component = resolve(array.getGenericComponentType());
            return component instanceof Class<?> plain ? plain.arrayType() : new ArrayOf(component);
        }
        WildcardType wildcard = (WildcardType) type;
        return new Wildcard(resolve(wildcard.getUpperBounds()), resolve(wildcard.getLowerBounds()));
    }

    /** The class that is left of a type at run time, with known variables replaced. */
    Class<?> erase(Type type) {
        Type resolved = resolve(type);
        if (resolved instanceof Class<?> plain) {
            return plain;
        }
        if (resolved instanceof ParameterizedType generic) {
            return (Class<?>) generic.getRawType();
        }
        if (resolved instanceof GenericArrayType array) {
            return erase(array.getGenericComponentType()).arrayType();
        }
        if (resolved instanceof TypeVariable<?> variable) {
            return erase(variable.getBounds()[0]);
        }
        return erase(((WildcardType) resolved).getUpperBounds()[0]);
    }

    /** Whether a variable is left in the type, so that nobody can tell what it is. */
    static boolean mentionsVariable(@Nullable Type type) {
        if (type instanceof ParameterizedType generic) {
            return anyVariable(generic.getActualTypeArguments()) || mentionsVariable(generic.getOwnerType());
        }
        if (type instanceof GenericArrayType array) {
            return mentionsVariable(array.getGenericComponentType());
        }
        if (type instanceof WildcardType wildcard) {
            return anyVariable(wildcard.getUpperBounds()) || anyVariable(wildcard.getLowerBounds());
        }
        return type instanceof TypeVariable<?>;
    }

    private static boolean anyVariable(Type[] types) {
        return Arrays.stream(types).anyMatch(TypeArguments::mentionsVariable);
    }

    private void collect(@Nullable Type type) {
        if (type == null) {
            return;
        }
        bind(type);
        Class<?> raw = erase(type);
        collect(raw.getGenericSuperclass());
        for (Type parent : raw.getGenericInterfaces()) {
            collect(parent);
        }
    }

    private void bind(@Nullable Type type) {
        if (type instanceof ParameterizedType generic) {
            bind(generic.getOwnerType());
            TypeVariable<?>[] variables = ((Class<?>) generic.getRawType()).getTypeParameters();
            for (int i = 0; i < variables.length; i++) {
                known.put(variables[i], resolve(generic.getActualTypeArguments()[i]));
            }
        }
    }

    private List<Type> resolve(Type[] types) {
        return Arrays.stream(types).map(this::resolve).toList();
    }

    private @Nullable Type ownerOf(ParameterizedType generic) {
        return generic.getOwnerType() == null ? null : resolve(generic.getOwnerType());
    }

    private static Type[] array(List<Type> types) {
        return types.toArray(Type[]::new);
    }

    private record Generic(
            Class<?> raw, List<Type> arguments, @Nullable Type owner) implements ParameterizedType {
        @Override
        public Type[] getActualTypeArguments() {
            return array(arguments);
        }

        @Override
        public Type getRawType() {
            return raw;
        }

        @Override
        public @Nullable Type getOwnerType() {
            return owner;
        }

        @Override
        public String toString() {
            return arguments.stream()
                    .map(Type::getTypeName)
                    .collect(Collectors.joining(", ", raw.getName() + "<", ">"));
        }
    }

    private record ArrayOf(Type component) implements GenericArrayType {
        @Override
        public Type getGenericComponentType() {
            return component;
        }

        @Override
        public String toString() {
            return component.getTypeName() + "[]";
        }
    }

    private record Wildcard(List<Type> upper, List<Type> lower) implements WildcardType {
        @Override
        public Type[] getUpperBounds() {
            return array(upper);
        }

        @Override
        public Type[] getLowerBounds() {
            return array(lower);
        }

        @Override
        public String toString() {
            return lower.isEmpty()
                    ? "? extends " + upper.get(0).getTypeName()
                    : "? super " + lower.get(0).getTypeName();
        }
    }
}
