package io.runasjob.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class WordsTest {

    @Test
    void ids_order_by_their_bits_as_databases_do() {
        JobId low = JobId.of("0190a000-0000-7000-8000-000000000001");
        JobId middle = JobId.of("0190a000-0000-7000-8000-000000000002");
        JobId high = JobId.of("f190a000-0000-7000-8000-000000000000");

        assertThat(new ArrayList<>(List.of(high, low, middle)).stream().sorted())
                .containsExactly(low, middle, high);
        assertThat(new JobId(new UUID(1, Long.MIN_VALUE))).isGreaterThan(new JobId(new UUID(1, Long.MAX_VALUE)));
    }

    @Test
    void labels_keep_subjects_in_order_once_and_sort_the_rest() {
        Subject document = new Subject("document", "1");
        Subject user = new Subject("a-user", "2");
        Labels labels =
                new Labels(List.of(document, user, document), Set.of("b", "a", "c"), Map.of("z", "1", "y", "2"));

        assertThat(labels.subjects()).containsExactly(document, user);
        assertThat(labels.tags()).containsExactly("a", "b", "c");
        assertThat(labels.metadata().keySet()).containsExactly("y", "z");
        assertThatThrownBy(() -> labels.tags().add("d")).isInstanceOf(UnsupportedOperationException.class);
        assertThatThrownBy(() -> labels.metadata().put("k", "v")).isInstanceOf(UnsupportedOperationException.class);
    }

    @Test
    void a_request_is_not_changed_by_its_own_methods() {
        JobRequest<Object> plain = JobRequest.ofType("t", 1, null);
        JobRequest<Object> rich = plain.name("n").tags("a").metadata("k", "v").subject("s", 1);
        JobType type = JobType.of("t", String.class, (text, job) -> text)
                .queue("of.type")
                .priority(3);

        assertThat(plain.arguments()).containsExactly(1, null);
        assertThat(plain.spec(type, "[1,null]").labels()).isEqualTo(Labels.NONE);
        assertThat(rich.spec(type, "[1,null]").labels().tags()).containsExactly("a");
        assertThat(rich.spec(type, "[1,null]").name()).isEqualTo("n");
    }

    @Test
    void what_a_request_does_not_say_comes_from_its_type() {
        JobType type = JobType.of("t", String.class, (text, job) -> text)
                .queue("of.type")
                .priority(3)
                .maxAttempts(9)
                .timeout(Duration.ofSeconds(5));
        JobSpec inherited = JobRequest.ofType("t", "x").spec(type, "[]");
        JobSpec own = JobRequest.ofType("t", "x")
                .queue("own")
                .priority(8)
                .maxAttempts(1)
                .timeout(Duration.ofSeconds(1))
                .spec(type, "[]");

        assertThat(inherited.name()).isEqualTo("t");
        assertThat(inherited.queue()).isEqualTo("of.type");
        assertThat(inherited.priority()).isEqualTo(3);
        assertThat(inherited.limits()).isEqualTo(new JobLimits(9, Duration.ofSeconds(5), null));
        assertThat(own.queue()).isEqualTo("own");
        assertThat(own.priority()).isEqualTo(8);
        assertThat(own.limits()).isEqualTo(new JobLimits(1, Duration.ofSeconds(1), null));
    }

    @Test
    void of_a_delay_and_a_time_the_later_word_counts() {
        Instant time = Instant.parse("2030-01-01T00:00:00Z");

        assertThat(JobRequest.ofType("t").in(Duration.ofHours(1)).at(time).delay())
                .isEmpty();
        assertThat(JobRequest.ofType("t").at(time).in(Duration.ofHours(1)).time())
                .isEmpty();
    }

    @Test
    void a_query_adds_filters_and_leaves_the_one_before_as_it_was() {
        JobQuery all = JobQuery.all();
        JobQuery some = all.type("a", "b").owner("ann").tags("x").limit(5);

        assertThat(all.types()).isEmpty();
        assertThat(all.limit()).isEqualTo(50);
        assertThat(some.types()).containsExactlyInAnyOrder("a", "b");
        assertThat(some.ownerOrNull()).isEqualTo("ann");
        assertThat(some.status(JobStatus.FAILED).types()).isEqualTo(some.types());
    }

    @Test
    void percent_comes_from_what_was_said_or_else_from_the_counts() {
        assertThat(Progress.NONE.percent()).isEmpty();
        assertThat(new Progress(1, 3L, null, "").percent()).hasValue(33);
        assertThat(new Progress(9, 3L, null, "").percent()).hasValue(100);
        assertThat(new Progress(1, 0L, null, "").percent()).isEmpty();
        assertThat(new Progress(1, 3L, 80, "").percent()).hasValue(80);
    }

    @Test
    void an_error_is_cut_to_what_a_store_keeps() {
        JobError error = new JobError(JobError.Kind.HANDLER, "E", "a\0" + "m".repeat(5_000), "s".repeat(20_000));

        assertThat(error.message()).hasSize(JobError.LONGEST_MESSAGE).startsWith("a\uFFFDm");
        assertThat(error.stack()).hasSize(JobError.LONGEST_STACK);
    }

    @Test
    void two_types_of_one_name_are_refused() {
        JobType type = JobType.of("t", String.class, (text, job) -> text);

        assertThatThrownBy(() -> new JobTypes(List.of(type, type)))
                .isInstanceOf(DuplicateJobTypeException.class)
                .hasMessageContaining("'t'");
        assertThat(new JobTypes(List.of(type)).find("t")).contains(type);
        assertThat(new JobTypes(List.of(type)).find("u")).isEmpty();
    }
}
