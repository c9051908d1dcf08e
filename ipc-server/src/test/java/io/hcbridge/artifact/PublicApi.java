/* SPDX-License-Identifier: Apache-2.0 */
package io.hcbridge.artifact;

import java.lang.reflect.AnnotatedType;
import java.lang.reflect.Constructor;
import java.lang.reflect.Executable;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The public signatures of a type, as text. One line for each member, sorted. A line contains everything that compiled code depends
 * on, and the value of a constant, because compilers copy it.
 */
final class PublicApi {
    private static final Set<String> OF_EVERY_OBJECT = Set.of("equals", "hashCode", "toString");

    private PublicApi() {}

    static List<String> lines(Class<?> type) throws IllegalAccessException {
        List<String> members = new ArrayList<>();
        for (Field field : type.getDeclaredFields()) {
            if (isVisible(field.getModifiers(), field.isSynthetic())) {
                members.add(field(field));
            }
        }
        for (Constructor<?> constructor : type.getDeclaredConstructors()) {
            if (isVisible(constructor.getModifiers(), constructor.isSynthetic())) {
                members.add(executable(constructor, "", type.getSimpleName()));
            }
        }
        for (Method method : type.getDeclaredMethods()) {
            if (isVisible(method.getModifiers(), method.isSynthetic()) && !OF_EVERY_OBJECT.contains(method.getName())) {
                members.add(executable(method, annotated(method.getAnnotatedReturnType()) + " ", method.getName()));
            }
        }
        return Stream.concat(Stream.of(header(type)), members.stream().sorted().map("    "::concat))
                .toList();
    }

    private static boolean isVisible(int modifiers, boolean isSynthetic) {
        return !isSynthetic && (Modifier.isPublic(modifiers) || Modifier.isProtected(modifiers));
    }

    private static String header(Class<?> type) {
        String kind = type.isRecord()
                ? "record"
                : type.isEnum() ? "enum" : type.isInterface() ? "interface" : isOpen(type) ? "class" : "final class";
        String components = !type.isRecord()
                ? ""
                : Arrays.stream(type.getRecordComponents())
                        .map(part -> annotated(part.getAnnotatedType()) + " " + part.getName())
                        .collect(Collectors.joining(", ", "(", ")"));
        return (type.isSealed() ? "sealed " : "") + kind + " " + type.getName() + components + supertypes(type);
    }

    /** Returns whether other code can extend the class. */
    private static boolean isOpen(Class<?> type) {
        return Arrays.stream(type.getDeclaredConstructors())
                        .anyMatch(constructor -> isVisible(constructor.getModifiers(), constructor.isSynthetic()))
                && !Modifier.isFinal(type.getModifiers());
    }

    private static String supertypes(Class<?> type) {
        Type parent = type.getGenericSuperclass();
        boolean isImplied = parent == null || type.isRecord() || type.isEnum() || parent == Object.class;
        List<String> names = Stream.concat(
                        isImplied ? Stream.empty() : Stream.of(parent), Arrays.stream(type.getGenericInterfaces()))
                .map(Type::getTypeName)
                .toList();
        return names.isEmpty() ? "" : " : " + String.join(", ", names);
    }

    private static String field(Field field) throws IllegalAccessException {
        String line = modifiers(field.getModifiers()) + annotated(field.getAnnotatedType()) + " " + field.getName();
        boolean isConstant = Modifier.isStatic(field.getModifiers()) && Modifier.isFinal(field.getModifiers());
        boolean isCopied = field.getType().isPrimitive() || field.getType() == String.class;
        return isConstant && isCopied ? line + " = " + field.get(null) : line;
    }

    private static String executable(Executable executable, String returned, String name) {
        String variables = executable.getTypeParameters().length == 0
                ? ""
                : Arrays.stream(executable.getTypeParameters())
                        .map(variable -> variable + " extends " + Arrays.toString(variable.getBounds()))
                        .collect(Collectors.joining(", ", "<", "> "));
        String parameters = Arrays.stream(executable.getAnnotatedParameterTypes())
                .map(PublicApi::annotated)
                .collect(Collectors.joining(", ", "(", ")"));
        String thrown = executable.getGenericExceptionTypes().length == 0
                ? ""
                : Arrays.stream(executable.getGenericExceptionTypes())
                        .map(Type::getTypeName)
                        .collect(Collectors.joining(", ", " throws ", ""));
        return modifiers(executable.getModifiers()) + variables + returned + name + parameters + thrown;
    }

    /** A final method is listed like others, because its class is final, or no other code can extend it. */
    private static String modifiers(int modifiers) {
        return (Modifier.isProtected(modifiers) ? "protected " : "")
                + (Modifier.isStatic(modifiers) ? "static " : "")
                + (Modifier.isAbstract(modifiers) ? "abstract " : "");
    }

    private static String annotated(AnnotatedType type) {
        return (type.isAnnotationPresent(Nullable.class) ? "@Nullable " : "")
                + type.getType().getTypeName();
    }
}
