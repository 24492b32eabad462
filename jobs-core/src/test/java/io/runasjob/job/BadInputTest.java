package io.runasjob.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.runasjob.job.InvalidValueException.Field;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Every value outside its range is refused before it reaches a store, by a message that says what came. */
class BadInputTest {
    private static final String LONG = "x".repeat(201);

    private record Bad(Field field, String came, Runnable call) {}

    @TestFactory
    Stream<DynamicTest> a_request_refuses() {
        return tests(
                bad(Field.TYPE, "''", () -> JobRequest.ofType("")),
                bad(Field.TYPE, "'a b'", () -> JobRequest.ofType("a b")),
                bad(Field.TYPE, "'.a'", () -> JobRequest.ofType(".a")),
                bad(Field.TYPE, "xxx", () -> JobRequest.ofType("x".repeat(101))),
                bad(Field.NAME, "''", request -> request.name("")),
                bad(Field.NAME, "'  '", request -> request.name("  ")),
                bad(Field.NAME, "201 characters", request -> request.name(LONG)),
                bad(Field.NAME, "U+000A at position 1", request -> request.name("a\nb")),
                bad(Field.QUEUE, "''", request -> request.queue("")),
                bad(Field.QUEUE, "'a/b'", request -> request.queue("a/b")),
                bad(Field.QUEUE, "'a\n'", request -> request.queue("a\n")),
                bad(Field.PRIORITY, "'-1'", request -> request.priority(-1)),
                bad(Field.PRIORITY, "'11'", request -> request.priority(11)),
                bad(Field.DELAY, "'PT-0.001S'", request -> request.in(Duration.ofMillis(-1))),
                bad(
                        Field.DELAY,
                        "'PT87672H0.001S'",
                        request -> request.in(Duration.ofDays(3653).plusMillis(1))),
                bad(Field.OWNER, "''", request -> request.owner("")),
                bad(Field.OWNER, "201 characters", request -> request.owner(LONG)),
                bad(Field.OWNER, "U+0000 at position 2", request -> request.owner("an\0")),
                bad(Field.SUBJECT, "''", request -> request.subject("", 1)),
                bad(Field.SUBJECT, "101 characters", request -> request.subject("x".repeat(101), 1)),
                bad(Field.SUBJECT, "201 characters", request -> request.subject("document", LONG)),
                bad(Field.SUBJECT, "U+0009", request -> request.subject("document", "a\tb")),
                bad(Field.UNIQUE_KEY, "''", request -> request.uniqueKey("")),
                bad(Field.UNIQUE_KEY, "201 characters", request -> request.uniqueKey(LONG)),
                bad(Field.UNIQUE_KEY, "U+007F at position 3", request -> request.uniqueKey("key\u007f")),
                bad(Field.UNIQUE_KEY, "U+0085", request -> request.uniqueKey("\u0085key", OnDuplicate.RETURN_EXISTING)),
                bad(Field.TIMEOUT, "'PT0S'", request -> request.timeout(Duration.ZERO)),
                bad(Field.TIMEOUT, "'PT-1S'", request -> request.timeout(Duration.ofSeconds(-1))),
                bad(Field.TIMEOUT, "'PT96000H'", request -> request.timeout(Duration.ofDays(4_000))),
                bad(Field.MAX_ATTEMPTS, "'0'", request -> request.maxAttempts(0)),
                bad(Field.MAX_ATTEMPTS, "'1001'", request -> request.maxAttempts(1_001)));
    }

    @TestFactory
    Stream<DynamicTest> labels_refuse() {
        return tests(
                bad(Field.TAG, "''", () -> tags(Set.of(""))),
                bad(Field.TAG, "101 characters", () -> tags(Set.of("x".repeat(101)))),
                bad(Field.TAG, "U+001B", () -> tags(Set.of("\u001b[1m"))),
                bad(Field.TAG, "51 entries", () -> tags(numbers(51).keySet())),
                bad(Field.METADATA, "''", () -> metadata(Map.of("", "v"))),
                bad(Field.METADATA, "101 characters", () -> metadata(Map.of("x".repeat(101), "v"))),
                bad(Field.METADATA, "U+000D at position 3", () -> metadata(Map.of("key\r", "v"))),
                bad(Field.METADATA, "1001 characters", () -> metadata(Map.of("k", "x".repeat(1_001)))),
                bad(Field.METADATA, "U+0000", () -> metadata(Map.of("k", "\0"))),
                bad(Field.METADATA, "51 entries", () -> metadata(numbers(51))),
                bad(Field.SUBJECT, "51 entries", () -> subjects(51)));
    }

    @TestFactory
    Stream<DynamicTest> a_type_refuses() {
        JobType type = JobType.of("t", String.class, (text, job) -> text);
        return tests(
                bad(Field.TYPE, "'t t'", () -> JobType.of("t t", String.class, (text, job) -> text)),
                bad(Field.QUEUE, "''", () -> type.queue("")),
                bad(Field.PRIORITY, "'12'", () -> type.priority(12)),
                bad(Field.TIMEOUT, "'PT0S'", () -> type.timeout(Duration.ZERO)),
                bad(Field.MAX_ATTEMPTS, "'0'", () -> type.maxAttempts(0)));
    }

    @TestFactory
    Stream<DynamicTest> a_question_refuses() {
        return tests(
                bad(Field.ID, "'7'", () -> JobId.of("7")),
                bad(Field.ID, "''", () -> JobId.of("")),
                bad(Field.LIMIT, "'0'", () -> JobQuery.all().limit(0)),
                bad(Field.LIMIT, "'501'", () -> JobQuery.all().limit(501)),
                bad(Field.SUBJECT, "''", () -> JobQuery.all().subject("", 1)));
    }

    @Test
    void values_at_the_edge_of_their_range_are_accepted() {
        JobRequest<Object> request = JobRequest.ofType("0.a_B-9")
                .name("📄".repeat(100))
                .queue("q".repeat(100))
                .priority(0)
                .priority(10)
                .in(Duration.ZERO)
                .in(Duration.ofDays(3653))
                .owner("o".repeat(200))
                .subject("k".repeat(100), "i".repeat(200))
                .uniqueKey("k".repeat(200))
                .timeout(Duration.ofNanos(1))
                .maxAttempts(1)
                .maxAttempts(1_000);

        assertThat(request.delay()).contains(Duration.ofDays(3653));
        assertThat(tags(numbers(50).keySet()).tags()).hasSize(50);
        assertThat(metadata(Map.of("k", "")).metadata()).containsEntry("k", "");
        assertThat(JobQuery.all().limit(1).limit(500).limit()).isEqualTo(500);
        UUID id = UUID.randomUUID();
        assertThat(JobId.of(id.toString())).isEqualTo(new JobId(id));
    }

    private static Labels tags(Set<String> tags) {
        return new Labels(List.of(), tags, Map.of());
    }

    private static Labels metadata(Map<String, String> metadata) {
        return new Labels(List.of(), Set.of(), metadata);
    }

    private static Labels subjects(int count) {
        List<Subject> subjects =
                numbers(count).keySet().stream().map(id -> new Subject("s", id)).toList();
        return new Labels(subjects, Set.of(), Map.of());
    }

    private static Map<String, String> numbers(int count) {
        return IntStream.range(0, count).boxed().collect(Collectors.toMap(String::valueOf, String::valueOf));
    }

    private static Bad bad(Field field, String came, Consumer<JobRequest<Object>> call) {
        return new Bad(field, came, () -> call.accept(JobRequest.ofType("t")));
    }

    private static Bad bad(Field field, String came, Runnable call) {
        return new Bad(field, came, call);
    }

    private static Stream<DynamicTest> tests(Bad... all) {
        return Stream.of(all)
                .map(bad -> DynamicTest.dynamicTest(
                        bad.field() + " " + bad.came().replace("\n", "\\n"),
                        () -> assertThatThrownBy(bad.call()::run)
                                .isInstanceOfSatisfying(InvalidValueException.class, e -> {
                                    assertThat(e.field()).isEqualTo(bad.field());
                                    assertThat(e.retryable()).isFalse();
                                })
                                .hasMessageContaining(bad.came())
                                .hasMessageContaining("expected")
                                .hasMessageContaining("Nothing was stored")));
    }
}
