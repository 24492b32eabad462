package io.runasjob.examples.documents;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** One Markdown file of the project, its links and its Java snippets. */
record Page(Path file, String text) {
    private static final Pattern FENCE =
            Pattern.compile("(?:<!-- given: ([^\n]*) -->\n)?```java\n(.*?)\n```\n", Pattern.DOTALL);
    private static final Pattern ANY_JAVA_FENCE = Pattern.compile("^\\s*```java", Pattern.MULTILINE);
    private static final Pattern LINK = Pattern.compile("\\[[^\\]]*]\\(([^)\\s]+)\\)");

    /** The folder that the whole project lies in, wherever the test was started. */
    static Path projectRoot() {
        Path folder = Path.of("").toAbsolutePath();
        while (!Files.isDirectory(folder.resolve("jobs-core"))) {
            folder = folder.getParent();
        }
        return folder;
    }

    /** Everything that people read: the pages at the top and below docs. */
    static List<Page> all() throws IOException {
        Path root = projectRoot();
        List<Page> pages = new ArrayList<>();
        try (Stream<Path> top = Files.list(root);
                Stream<Path> docs = Files.walk(root.resolve("docs"))) {
            for (Path file : Stream.concat(top, docs).sorted().toList()) {
                if (file.toString().endsWith(".md")) {
                    pages.add(read(file));
                }
            }
        }
        return pages;
    }

    static Page read(Path file) throws IOException {
        return new Page(file, Files.readString(file));
    }

    /** The path below the project's folder. */
    @Override
    public String toString() {
        return projectRoot().relativize(file).toString();
    }

    /** A package name of its own. */
    String packageName() {
        return "page." + toString().replace(".md", "").replaceAll("[^A-Za-z]+", "_");
    }

    List<Snippet> snippets() {
        List<Snippet> snippets = new ArrayList<>();
        Matcher fence = FENCE.matcher(text);
        while (fence.find()) {
            String given = fence.group(1) == null ? "" : fence.group(1);
            snippets.add(new Snippet(snippets.size() + 1, given, fence.group(2)));
        }
        return snippets;
    }

    /** To see that {@link #snippets} overlooks none. */
    long javaFences() {
        return ANY_JAVA_FENCE.matcher(text).results().count();
    }

    List<String> relativeLinks() {
        return LINK.matcher(text)
                .results()
                .map(link -> link.group(1))
                .filter(link -> !link.contains(":"))
                .toList();
    }

    /** Whether a heading answers to this anchor. */
    boolean hasAnchor(String anchor) {
        return text.lines()
                .filter(line -> line.startsWith("#"))
                .map(line -> line.replaceFirst("#+ ", "").toLowerCase(java.util.Locale.ROOT))
                .map(line -> line.replaceAll("[^a-z0-9 -]", "").replace(' ', '-'))
                .anyMatch(anchor::equals);
    }
}
