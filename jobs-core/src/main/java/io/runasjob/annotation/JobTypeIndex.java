package io.runasjob.annotation;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.URL;
import java.net.URLConnection;
import java.nio.charset.StandardCharsets;
import java.util.Enumeration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The job types that the annotation processor saw, whether or not they are registered. Explains an unknown type; nothing
 * else depends on it, and without the processor it is empty.
 *
 * <p>Each compiled module brings a resource {@value #RESOURCE} with one line for each type: {@code
 * type=binary.ClassName#method}. It is read anew at each call, because that is only done on the way to an error.
 */
public final class JobTypeIndex {
    /** Where the annotation processor writes it. */
    public static final String RESOURCE = "META-INF/runasjob/job-types";

    private JobTypeIndex() {}

    /**
     * Who declares the type and what to do, as a sentence; empty when the index does not know it.
     * Never fails: an index that cannot be read is passed over.
     */
    public static Optional<String> hint(String type) {
        Set<String> methods = new TreeSet<>();
        for (URL index : indexes().values()) {
            methods.addAll(methodsOf(type, index));
        }
        return methods.stream().findFirst().map(first -> sentence(methods, first));
    }

    private static String sentence(Set<String> methods, String first) {
        String owner = first.substring(0, first.indexOf('#'));
        String plain = owner.substring(owner.lastIndexOf('.') + 1).replace('$', '.');
        return "It is declared by " + String.join(" and ", methods) + ": add .register(new " + plain
                + "()) to the service's builder.";
    }

    private static Map<String, URL> indexes() {
        Map<String, URL> found = new LinkedHashMap<>();
        Stream.of(Thread.currentThread().getContextClassLoader(), JobTypeIndex.class.getClassLoader())
                .filter(Objects::nonNull)
                .forEach(loader -> addIndexes(loader, found));
        return found;
    }

    private static void addIndexes(ClassLoader loader, Map<String, URL> found) {
        try {
            Enumeration<URL> resources = loader.getResources(RESOURCE);
            while (resources.hasMoreElements()) {
                URL resource = resources.nextElement();
                found.put(resource.toExternalForm(), resource);
            }
        } catch (IOException e) {
            // without the hint the error is still an error
        }
    }

    private static List<String> methodsOf(String type, URL index) {
        String start = type + "=";
        try {
            URLConnection connection = index.openConnection();
            connection.setUseCaches(false); // a cached archive would stay open, and locked on Windows
            try (BufferedReader lines =
                    new BufferedReader(new InputStreamReader(connection.getInputStream(), StandardCharsets.UTF_8))) {
                return lines.lines()
                        .filter(line -> line.startsWith(start) && line.indexOf('#') > start.length())
                        .map(line -> line.substring(start.length()))
                        .collect(Collectors.toList());
            }
        } catch (IOException | UncheckedIOException e) {
            return List.of();
        }
    }
}
