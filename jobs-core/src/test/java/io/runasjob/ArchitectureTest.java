package io.runasjob;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideOutsideOfPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noMethods;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaPackage;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import io.runasjob.job.Attempt;
import io.runasjob.job.Job;
import io.runasjob.job.Node;
import io.runasjob.job.Page;
import io.runasjob.memory.InMemoryJobStore;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.lang.reflect.RecordComponent;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Date;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * The package table of the design, section 2. Two stated differences: a request carries its retry policy, so {@code job} may
 * import {@code retry}, which imports nothing of ours; and an annotation names defaults of it, so {@code annotation} may too.
 */
class ArchitectureTest {
    private static final String ROOT = "io.runasjob";

    private static final Map<String, List<String>> MAY_IMPORT = Map.ofEntries(
            Map.entry("annotation", List.of("worker", "submit", "job", "retry")),
            Map.entry("monitor", List.of("spi", "job")),
            Map.entry("maintenance", List.of("spi", "schedule", "loop", "job")),
            Map.entry("worker", List.of("spi", "retry", "loop", "job")),
            Map.entry("submit", List.of("spi", "job")),
            Map.entry("memory", List.of("spi", "schedule", "job")),
            Map.entry("spi", List.of("schedule", "retry", "job")),
            Map.entry("schedule", List.of("job")),
            Map.entry("job", List.of("retry")),
            Map.entry("retry", List.of()),
            Map.entry("loop", List.of()));

    private static final JavaClasses OURS = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages(ROOT);

    @TestFactory
    Stream<DynamicTest> a_package_imports_only_what_the_table_lists() {
        return MAY_IMPORT.entrySet().stream()
                .map(row -> DynamicTest.dynamicTest(row.getKey(), () -> check(row.getKey(), row.getValue())));
    }

    private static void check(String name, List<String> allowed) {
        String own = ROOT + "." + name + "..";
        String[] legal = Stream.concat(Stream.of(own), allowed.stream().map(other -> ROOT + "." + other + ".."))
                .toArray(String[]::new);
        noClasses()
                .that()
                .resideInAPackage(own)
                .should()
                .dependOnClassesThat(
                        resideInAnyPackage(ROOT + "..").and(DescribedPredicate.not(resideInAnyPackage(legal))))
                .allowEmptyShould(true)
                .check(OURS);
    }

    @Test
    void every_package_has_a_row_in_the_table() {
        assertThat(OURS.getPackage(ROOT).getSubpackages().stream().map(JavaPackage::getRelativeName))
                .isSubsetOf(MAY_IMPORT.keySet())
                .contains("job", "worker", "loop");
    }

    @Test
    void packages_form_no_cycle_not_even_through_the_root() {
        slices().matching("io.(**)").should().beFreeOfCycles().check(OURS);
    }

    @Test
    void nothing_imports_the_facade() {
        noClasses()
                .that(resideOutsideOfPackage(ROOT))
                .should()
                .dependOnClassesThat()
                .resideInAPackage(ROOT)
                .check(OURS);
    }

    @Test
    void the_words_need_nothing_but_java() {
        classes()
                .that()
                .resideInAnyPackage(ROOT + ".job", ROOT + ".retry", ROOT + ".schedule")
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage("java..", "org.jspecify..", ROOT + ".job", ROOT + ".retry")
                .check(OURS);
    }

    @Test
    void nothing_of_ours_can_be_set() {
        noMethods().that().arePublic().should().haveNameStartingWith("set").check(OURS);
        fields().that().arePublic().should().beFinal().andShould().beStatic().check(OURS);
    }

    @Test
    void snapshots_are_records_of_records() {
        Deque<Class<?>> open = new ArrayDeque<>(List.of(Job.class, Attempt.class, Node.class, Page.class));
        Set<Class<?>> seen = new HashSet<>(open);
        while (!open.isEmpty()) {
            Class<?> next = open.pop();
            assertThat(next.isRecord() || next.isEnum()).as(next.getName()).isTrue();
            componentsOf(next).filter(seen::add).forEach(open::push);
        }
        assertThat(seen).hasSizeGreaterThan(10);
    }

    private static Stream<Class<?>> componentsOf(Class<?> type) {
        RecordComponent[] components = type.getRecordComponents();
        return components == null
                ? Stream.empty()
                : Arrays.stream(components)
                        .<Class<?>>map(RecordComponent::getType)
                        .filter(component -> component.getName().startsWith(ROOT));
    }

    @Test
    void null_is_marked_in_every_package() {
        JavaPackage root = OURS.getPackage(ROOT);
        assertThat(root.getSubpackagesInTree()).hasSizeGreaterThan(9);
        Stream.concat(Stream.of(root), root.getSubpackagesInTree().stream())
                .filter(any -> !any.getClasses().isEmpty())
                .forEach(any -> assertThat(any.isAnnotatedWith(NullMarked.class))
                        .as(any.getName())
                        .isTrue());
    }

    /** Promise 2, as far as code can be read: no decision asks the clock of the JVM. */
    @Test
    void nobody_sleeps_and_nobody_asks_the_clock_of_the_machine() {
        noClasses()
                .should()
                .accessTargetWhere(named("sleep", Thread.class.getName(), "java.util.concurrent.TimeUnit"))
                .orShould()
                .accessTargetWhere(named("now", "java.time."))
                .orShould()
                .accessTargetWhere(named("system", "java.time.Clock"))
                .orShould()
                .accessTargetWhere(named("currentTimeMillis", System.class.getName()))
                .orShould()
                .dependOnClassesThat()
                .areAssignableTo(Date.class)
                .check(OURS);
    }

    @Test
    void only_the_store_in_memory_decides_by_the_clock_of_the_machine_and_only_ids_are_made_by_it() {
        noClasses()
                .that()
                .doNotBelongToAnyOf(JobServiceBuilder.class, InMemoryJobStore.class)
                .should()
                .accessTargetWhere(named("system", InstantSource.class.getName()))
                .check(OURS);
    }

    /** Promise 8. A method key looks at how a method reference would be written, and writes nothing. */
    @Test
    void nothing_is_serialized_by_java_and_no_json_names_a_class() {
        noClasses()
                .that()
                .haveNameNotMatching(".*\\.MethodKey(\\$Revealer)?")
                .should()
                .accessTargetWhere(named("", ObjectInputStream.class.getName(), ObjectOutputStream.class.getName()))
                .orShould()
                .accessTargetWhere(named("activateDefaultTyping", "com.fasterxml.jackson"))
                .orShould()
                .accessTargetWhere(named("enableDefaultTyping", "com.fasterxml.jackson"))
                .orShould()
                .accessTargetWhere(named("setDefaultTyping", "com.fasterxml.jackson"))
                .check(OURS);
    }

    private static DescribedPredicate<JavaAccess<?>> named(String method, String... owners) {
        return DescribedPredicate.describe(
                method + " of " + List.of(owners),
                access -> access.getTarget().getName().startsWith(method)
                        && Arrays.stream(owners)
                                .anyMatch(access.getTargetOwner().getName()::startsWith));
    }
}
