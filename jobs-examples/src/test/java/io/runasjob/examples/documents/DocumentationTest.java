package io.runasjob.examples.documents;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.UUID;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

@Timeout(120)
class DocumentationTest {
    private static final String MAP = "docs/internals/map.md";
    private static final Pattern JAVA_FILE = Pattern.compile("`([\\w/]+\\.java)`");

    private static final String GUARANTEES = "docs/operate/guarantees.md";
    private static final Pattern TEST_METHOD = Pattern.compile("`(\\w+)\\.([a-z]\\w+_\\w+)`");

    @TempDir
    Path folder;

    static List<Page> pages() throws IOException {
        return Page.all();
    }

    @ParameterizedTest
    @MethodSource("pages")
    void every_java_snippet_compiles(Page page) throws IOException {
        assertThat(page.snippets()).hasSize((int) page.javaFences());
        assertThat(new SnippetCompiler(folder).complaints(page)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            README.md                  | QuickStart  | Hello Ann
            docs/learn/first-job.md    | FirstJob    | Sent[customer=Ann, invoices=2], COMPLETED in attempt 1
            docs/recipes/two-nodes.md  | TwoServices | sent by node
            docs/operate/database.md   | PrintTables | create table job
            """)
    void every_program_of_the_documents_runs(String file, String className, String printed) throws Exception {
        Page page = Page.read(Page.projectRoot().resolve(file));
        assertThat(page.text()).contains("class " + className);
        String inMemory = page.text().replace("jdbc:h2:./jobs", "jdbc:h2:mem:" + UUID.randomUUID());
        SnippetCompiler compiler = new SnippetCompiler(folder);
        assertThat(compiler.complaints(new Page(page.file(), inMemory))).isEmpty();
        assertThat(compiler.run(page.packageName() + "." + className)).contains(printed);
    }

    @Test
    void no_program_is_left_out_above() throws IOException {
        assertThat(pages().stream().flatMap(page -> page.snippets().stream()).filter(Snippet::hasMain))
                .hasSize(4);
    }

    @ParameterizedTest
    @MethodSource("pages")
    void every_relative_link_leads_somewhere(Page page) throws IOException {
        for (String link : page.relativeLinks()) {
            String[] parts = link.split("#", 2);
            Path target = parts[0].isEmpty()
                    ? page.file()
                    : page.file().resolveSibling(parts[0]).normalize();
            assertThat(target).as("%s links to %s", page, link).exists();
            if (parts.length == 2) {
                assertThat(Page.read(target).hasAnchor(parts[1]))
                        .as("%s links to %s", page, link)
                        .isTrue();
            }
        }
    }

    @Test
    void every_file_of_the_map_exists() throws IOException {
        Path root = Page.projectRoot();
        List<String> files = JAVA_FILE
                .matcher(Files.readString(root.resolve(MAP)))
                .results()
                .map(file -> file.group(1))
                .toList();
        assertThat(files)
                .hasSizeGreaterThan(40)
                .allSatisfy(file -> assertThat(root.resolve(sourceOf(file))).exists());
    }

    @Test
    void every_test_that_a_guarantee_names_exists() throws IOException {
        List<MatchResult> tests = TEST_METHOD
                .matcher(Files.readString(Page.projectRoot().resolve(GUARANTEES)))
                .results()
                .toList();
        assertThat(tests).hasSizeGreaterThan(20);
        for (MatchResult test : tests) {
            assertThat(sourceOfTest(test.group(1))).contains(" " + test.group(2) + "(");
        }
    }

    private static String sourceOfTest(String className) throws IOException {
        try (Stream<Path> files = Files.walk(Page.projectRoot(), 9)) {
            Path file = files.filter(path -> path.endsWith(className + ".java"))
                    .filter(path -> !path.toString().contains("target"))
                    .findFirst()
                    .orElseThrow(() -> new AssertionError("no test " + className));
            return Files.readString(file);
        }
    }

    @Test
    void versions_in_the_readme_are_those_of_the_build() throws IOException {
        String readme = Files.readString(Page.projectRoot().resolve("README.md"));
        String pom = Files.readString(Page.projectRoot().resolve("pom.xml"));
        assertThat(readme).contains("<version>" + first("<version>([^<]+)", pom) + "</version>");
        assertThat(readme).contains("<version>" + first("<h2.version>([^<]+)", pom) + "</version>");
        assertThat(readme)
                .contains("<version>" + first("maven-compiler-plugin</artifactId>\\s*<version>([^<]+)", pom)
                        + "</version>");
    }

    @ParameterizedTest
    @MethodSource("pages")
    void no_page_promises_what_nobody_can_keep_or_names_a_machine(Page page) {
        assertThat(page.text())
                .doesNotContainIgnoringCase("exactly-once execution")
                .doesNotContain("/home/", "/work/", "/root/");
    }

    private static String sourceOf(String file) {
        String module = file.startsWith("jdbc/") ? "jobs-jdbc" : "jobs-core";
        return module + "/src/main/java/io/runasjob/" + file;
    }

    private static String first(String pattern, String text) {
        return Pattern.compile(pattern)
                .matcher(text)
                .results()
                .findFirst()
                .orElseThrow()
                .group(1);
    }
}
