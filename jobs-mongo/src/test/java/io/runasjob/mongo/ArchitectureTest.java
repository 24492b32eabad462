package io.runasjob.mongo;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noMethods;
import static org.assertj.core.api.Assertions.assertThat;

import com.mongodb.client.ClientSession;
import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.MongoDatabase;
import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaMethodCall;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.util.Arrays;
import java.util.Date;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;

/** What every file of the store keeps to, as far as code can be read. */
class ArchitectureTest {
    private static final String OWN = "io.runasjob.mongo";
    private static final Pattern WRITES =
            Pattern.compile("insert(One|Many)|update(One|Many)|delete(One|Many)|replaceOne|bulkWrite|findOneAnd.*");

    private static final JavaClasses OURS = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages(OWN);

    @Test
    void the_store_knows_the_words_and_the_storage_interface_and_nothing_else_of_ours() {
        assertThat(OURS).hasSizeGreaterThan(40);
        classes()
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage(
                        "java..",
                        "org.bson..",
                        "com.mongodb..",
                        "org.slf4j..",
                        "org.jspecify..",
                        OWN,
                        "io.runasjob.job",
                        "io.runasjob.retry",
                        "io.runasjob.spi")
                .check(OURS);
        noClasses()
                .should()
                .dependOnClassesThat()
                .resideInAPackage("com.mongodb.internal..")
                .check(OURS);
    }

    /** Promise 2: time is the server's. */
    @Test
    void nobody_sleeps_and_nobody_asks_the_clock_of_the_machine() {
        noClasses()
                .should()
                .accessTargetWhere(named("sleep", Thread.class.getName(), "java.util.concurrent.TimeUnit"))
                .orShould()
                .accessTargetWhere(named("now", "java.time."))
                .orShould()
                .accessTargetWhere(named("system", "java.time."))
                .orShould()
                .accessTargetWhere(named("currentTimeMillis", System.class.getName()))
                .orShould()
                .dependOnClassesThat()
                .areAssignableTo(Date.class)
                .check(OURS);
    }

    /** Collections come from Database, which gives them concerns and time limits. Rings alone need less. */
    @Test
    void only_the_database_says_how_sure_writes_and_reads_are() {
        noClasses()
                .that()
                .doNotHaveSimpleName("Database")
                .should()
                .callMethodWhere(named("getCollection", MongoDatabase.class.getName()))
                .check(OURS);
        noClasses()
                .that()
                .haveNameNotMatching(".*\\.(Database|MongoJobStoreBuilder)")
                .should()
                .callMethodWhere(named("getDatabase", MongoClient.class.getName(), "com.mongodb.client.MongoCluster"))
                .check(OURS);
        noClasses()
                .that()
                .haveNameNotMatching(".*\\.(Database|RingSender)")
                .should()
                .callMethodWhere(named("with", MongoDatabase.class.getName(), MongoCollection.class.getName()))
                .check(OURS);
    }

    @Test
    void commands_without_a_verb_of_the_driver_are_for_the_clock_and_for_indexes() {
        noClasses()
                .that()
                .haveNameNotMatching(".*\\.(Database\\$ServerClock|MongoSchema)")
                .should()
                .callMethodWhere(named("runCommand", MongoDatabase.class.getName()))
                .check(OURS);
    }

    /** Collections without concerns are for the caller's session, which has its own, and for change streams. */
    @Test
    void what_has_no_concerns_is_written_to_in_a_session_only() {
        noClasses()
                .that()
                .haveNameNotMatching(".*\\.(Database|FinishAttempts|JoinInsert|Doorbell)")
                .should()
                .callMethodWhere(named("inSession", Database.class.getName()))
                .orShould()
                .callMethodWhere(named("listening", Database.class.getName()))
                .check(OURS);
        noClasses()
                .that()
                .haveNameMatching(".*\\.(JoinInsert|Doorbell)")
                .should()
                .callMethodWhere(writesWithoutSession())
                .check(OURS);
    }

    @Test
    void nothing_of_ours_can_be_set_and_null_is_marked() {
        noMethods().that().arePublic().should().haveNameStartingWith("set").check(OURS);
        fields().that().arePublic().should().beFinal().andShould().beStatic().check(OURS);
        assertThat(OURS.getPackage(OWN).isAnnotatedWith(NullMarked.class)).isTrue();
    }

    @Test
    void what_is_public_is_what_an_application_needs() {
        assertThat(OURS.stream()
                        .filter(type -> type.getModifiers().contains(JavaModifier.PUBLIC))
                        .map(JavaClass::getSimpleName))
                .containsExactlyInAnyOrder("MongoJobStore", "MongoJobStoreBuilder", "MongoSchema", "MongoTransaction");
    }

    /** Promise 8. */
    @Test
    void nothing_is_serialized_by_java() {
        noClasses()
                .should()
                .dependOnClassesThat()
                .belongToAnyOf(ObjectInputStream.class, ObjectOutputStream.class)
                .check(OURS);
    }

    private static DescribedPredicate<JavaAccess<?>> named(String method, String... owners) {
        return DescribedPredicate.describe(
                method + " of " + List.of(owners),
                access -> access.getTarget().getName().startsWith(method)
                        && Arrays.stream(owners)
                                .anyMatch(access.getTargetOwner().getName()::startsWith));
    }

    private static DescribedPredicate<JavaMethodCall> writesWithoutSession() {
        return DescribedPredicate.describe(
                "writes without a session",
                call -> call.getTargetOwner().isEquivalentTo(MongoCollection.class)
                        && WRITES.matcher(call.getTarget().getName()).matches()
                        && call.getTarget().getRawParameterTypes().stream()
                                .noneMatch(parameter -> parameter.isEquivalentTo(ClientSession.class)));
    }
}
