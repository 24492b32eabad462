package io.runasjob.annotation.processing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.runasjob.job.InvalidValueException;
import io.runasjob.spi.PayloadCodec;
import java.lang.reflect.Method;
import java.lang.reflect.Type;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledForJreRange;
import org.junit.jupiter.api.condition.JRE;
import org.junit.jupiter.api.io.TempDir;

/** What the processor lets pass, the codec can read; what it refuses for its shape, the codec cannot. */
class JsonTypesTest {
    private static final Map<String, String> CARRIED = Map.ofEntries(
            Map.entry("int", "1"),
            Map.entry("char", "\"a\""),
            Map.entry("boolean", "true"),
            Map.entry("Integer", "1"),
            Map.entry("String", "\"a\""),
            Map.entry("Object", "{\"a\":[1]}"),
            Map.entry("java.io.Serializable", "\"a\""),
            Map.entry("CharSequence", "\"a\""),
            Map.entry("Number", "1"),
            Map.entry("java.util.UUID", "\"00000000-0000-0000-0000-000000000001\""),
            Map.entry("java.math.BigDecimal", "1.5"),
            Map.entry("java.time.Instant", "\"2025-01-01T00:00:00Z\""),
            Map.entry("java.time.Duration", "\"PT5M\""),
            Map.entry("java.time.ZoneId", "\"Europe/Berlin\""),
            Map.entry("java.util.Date", "\"2025-01-01T00:00:00.000+00:00\""),
            Map.entry("java.util.Calendar", "\"2025-01-01T00:00:00.000+00:00\""),
            Map.entry("java.util.TimeZone", "\"Europe/Berlin\""),
            Map.entry("java.util.Locale", "\"de\""),
            Map.entry("java.nio.charset.Charset", "\"UTF-8\""),
            Map.entry("java.nio.file.Path", "\"file:///tmp/a\""),
            Map.entry("java.nio.ByteBuffer", "\"AAEC\""),
            Map.entry("java.net.URI", "\"http://localhost/\""),
            Map.entry("java.io.File", "\"/tmp/a\""),
            Map.entry("byte[]", "\"AAEC\""),
            Map.entry("String[]", "[\"a\"]"),
            Map.entry("int[][]", "[[1],[2]]"),
            Map.entry("Iterable<String>", "[\"a\"]"),
            Map.entry("java.util.Collection<java.util.Set<Point>>", "[[{\"x\":1,\"y\":2}]]"),
            Map.entry("java.util.List<String>", "[\"a\"]"),
            Map.entry("java.util.List<?>", "[1]"),
            Map.entry("java.util.List<? extends Number>", "[1]"),
            Map.entry("java.util.SortedSet<String>", "[\"a\"]"),
            Map.entry("java.util.NavigableSet<String>", "[\"a\"]"),
            Map.entry("java.util.Queue<String>", "[\"a\"]"),
            Map.entry("java.util.Deque<String>", "[\"a\"]"),
            Map.entry("java.util.AbstractList<String>", "[\"a\"]"),
            Map.entry("java.util.AbstractSet<String>", "[\"a\"]"),
            Map.entry("java.util.EnumSet<Colour>", "[\"RED\"]"),
            Map.entry("java.util.Map<String, Point>", "{\"a\":{\"x\":1,\"y\":2}}"),
            Map.entry("java.util.Map<Integer, String>", "{\"1\":\"a\"}"),
            Map.entry("java.util.Map<Colour, String>", "{\"RED\":\"a\"}"),
            Map.entry("java.util.Map<FromText, String>", "{\"a\":\"b\"}"),
            Map.entry("java.util.Map<java.time.LocalDate, String>", "{\"2025-01-01\":\"a\"}"),
            Map.entry("java.util.EnumMap<Colour, String>", "{\"RED\":\"a\"}"),
            Map.entry("java.util.SortedMap<String, String>", "{\"a\":\"b\"}"),
            Map.entry("java.util.NavigableMap<String, String>", "{\"a\":\"b\"}"),
            Map.entry("java.util.AbstractMap<String, String>", "{\"a\":\"b\"}"),
            Map.entry("java.util.concurrent.ConcurrentMap<String, String>", "{\"a\":\"b\"}"),
            Map.entry("java.util.concurrent.ConcurrentNavigableMap<String, String>", "{\"a\":\"b\"}"),
            Map.entry("java.util.Map.Entry<String, Integer>", "{\"a\":1}"),
            Map.entry("java.util.Optional<Point>", "{\"x\":1,\"y\":2}"),
            Map.entry("java.util.OptionalInt", "1"),
            Map.entry("Point", "{\"x\":1,\"y\":2}"),
            Map.entry("Colour", "\"RED\""),
            Map.entry("Bean", "{\"value\":1}"),
            Map.entry("FromText", "\"a\""),
            Map.entry("Made", "{\"a\":1,\"b\":2}"),
            Map.entry("Figure", "{}"),
            Map.entry("com.fasterxml.jackson.databind.JsonNode", "{\"a\":1}"));

    /** Not only by policy, like a thread, but because no codec could guess. */
    private static final List<String> IMPOSSIBLE = List.of(
            "Shape",
            "AbstractShape",
            "Inner",
            "Closed",
            "java.util.Map<Point, String>",
            "java.util.Iterator<String>",
            "java.util.stream.Stream<String>",
            "java.util.concurrent.BlockingQueue<String>",
            "java.util.Comparator<String>",
            "Runnable",
            "java.sql.ResultSet");

    /** What the types in these tests, and those of {@link ProcessorErrorsTest}, are members of. */
    static final String TYPES = """

                public record Point(int x, int y) {}
                public interface Shape {}
                public abstract static class AbstractShape {}
                public class Inner {}
                public static class Closed { public Closed(int one, int two) {} }
                private record Secret(int value) {}
                public enum Colour { RED }
                public static class Bean { public int value; }
                public static class FromText { public FromText(String text) {} }
                public static class Made { @com.fasterxml.jackson.annotation.JsonCreator Made(
                    @com.fasterxml.jackson.annotation.JsonProperty("a") int a,
                    @com.fasterxml.jackson.annotation.JsonProperty("b") int b) {} }
                @com.fasterxml.jackson.annotation.JsonTypeInfo(
                    use = com.fasterxml.jackson.annotation.JsonTypeInfo.Id.NAME)
                public interface Animal {}
                public interface Cat extends Animal {}
                @com.fasterxml.jackson.databind.annotation.JsonDeserialize(as = Round.class)
                public abstract static class Figure {}
                public static class Round extends Figure {}
            """;

    private final Map<String, String> types = new HashMap<>();

    @TempDir
    Path folder;

    @Test
    void every_type_that_is_accepted_can_be_read() throws Exception {
        new Compilation(folder).run(host(CARRIED.keySet())).succeeds();
        SoftAssertions softly = new SoftAssertions();

        try (URLClassLoader loader = loader()) {
            for (Map.Entry<Type, String> parameter : parameters(loader)) {
                String json = CARRIED.get(parameter.getValue());
                softly.assertThatCode(() -> PayloadCodec.json().decode(json, parameter.getKey()))
                        .as(parameter.getValue())
                        .doesNotThrowAnyException();
            }
            softly.assertAll();
        }
    }

    @Test
    @EnabledForJreRange(min = JRE.JAVA_21)
    void sequenced_collection_can_be_read() throws Exception {
        for (String type : List.of("SequencedCollection", "SequencedSet")) {
            Type known = Class.forName("java.util." + type);
            new Compilation(folder)
                    .run(host(List.of("java.util." + type + "<String>")))
                    .succeeds();
            assertThat(PayloadCodec.json().decode("[\"a\"]", known)).isInstanceOf((Class<?>) known);
        }
        Type map = Class.forName("java.util.SequencedMap");
        new Compilation(folder)
                .run(host(List.of("java.util.SequencedMap<String, String>")))
                .succeeds();
        assertThat(PayloadCodec.json().decode("{\"a\":\"b\"}", map)).isInstanceOf((Class<?>) map);
    }

    @Test
    void type_that_says_by_an_annotation_how_it_is_made_is_accepted() {
        new Compilation(folder).run(host(List.of("Animal", "Cat", "Figure"))).succeeds();
    }

    @Test
    void type_that_is_refused_for_its_shape_cannot_be_read() throws Exception {
        new Compilation(folder)
                .options("-proc:none")
                .processors()
                .run(host(IMPOSSIBLE))
                .succeeds();

        try (URLClassLoader loader = loader()) {
            for (Map.Entry<Type, String> parameter : parameters(loader)) {
                for (String json : List.of("{\"a\":\"b\"}", "[\"a\"]", "\"a\"", "1")) {
                    assertThatThrownBy(() -> PayloadCodec.json().decode(json, parameter.getKey()))
                            .as("%s from %s", parameter.getValue(), json)
                            .isInstanceOf(InvalidValueException.class);
                }
            }
        }
    }

    @Test
    void every_type_that_is_refused_for_its_shape_is_an_error() {
        assertThat(new Compilation(folder).run(host(IMPOSSIBLE)).errors()).hasSize(IMPOSSIBLE.size());
    }

    /** The parameter types of the compiled class with the text that they were written as. */
    private List<Map.Entry<Type, String>> parameters(ClassLoader loader) throws Exception {
        List<Map.Entry<Type, String>> parameters = new ArrayList<>();
        for (Method method : loader.loadClass("com.acme.Host").getDeclaredMethods()) {
            if (!method.isSynthetic()) {
                parameters.add(Map.entry(method.getGenericParameterTypes()[0], types.get(method.getName())));
            }
        }
        return parameters;
    }

    private URLClassLoader loader() throws Exception {
        return new URLClassLoader(new URL[] {folder.toUri().toURL()});
    }

    private String host(Iterable<String> texts) {
        StringBuilder methods = new StringBuilder();
        for (String text : texts) {
            String name = "method" + types.size();
            types.put(name, text);
            methods.append("    @io.runasjob.annotation.RunAsJob(type = \"").append(name);
            methods.append("\") public void ")
                    .append(name)
                    .append("(")
                    .append(text)
                    .append(" value) {}\n");
        }
        return "package com.acme;\npublic class Host {\n" + methods + TYPES + "}\n";
    }
}
