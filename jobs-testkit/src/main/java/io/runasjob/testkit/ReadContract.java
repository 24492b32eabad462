package io.runasjob.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import io.runasjob.job.Job;
import io.runasjob.job.JobId;
import io.runasjob.job.JobQuery;
import io.runasjob.job.JobStatus;
import io.runasjob.job.Labels;
import io.runasjob.job.Page;
import io.runasjob.job.Subject;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Finding and listing jobs, live and finished as one. */
interface ReadContract extends StoreTests {

    @Test
    default void an_empty_store_lists_nothing() {
        assertThat(store().list(JobQuery.all())).isEqualTo(new Page<Job>(List.of(), null));
        assertThat(store().find(List.of())).isEmpty();
        assertThat(store().find(List.of(SampleJobs.newId()))).isEmpty();
        assertThat(store().attempts(SampleJobs.newId())).isEmpty();
        assertThat(store().pausedQueues()).isEmpty();
    }

    @Test
    default void jobs_of_every_status_are_found_and_listed_from_the_newest() {
        List<JobId> newestFirst = new ArrayList<>(Arrays.stream(JobStatus.values())
                .map(status -> driver().bring(status).id())
                .toList());
        List<JobId> asked = new ArrayList<>(newestFirst);
        asked.add(SampleJobs.newId());
        Collections.reverse(newestFirst);

        assertThat(store().find(asked)).extracting(Job::id).containsExactlyInAnyOrderElementsOf(newestFirst);
        List<Job> listed = store().list(JobQuery.all()).items();
        assertThat(listed).extracting(Job::id).containsExactlyElementsOf(newestFirst);
        assertThat(listed).containsExactlyInAnyOrderElementsOf(store().find(asked));
    }

    @TestFactory
    default Stream<DynamicTest> each_status_can_be_listed_alone() {
        Map<JobStatus, JobId> ids = new LinkedHashMap<>();
        for (JobStatus status : JobStatus.values()) {
            ids.put(status, driver().bring(status).id());
        }
        return ids.entrySet().stream()
                .map(entry -> DynamicTest.dynamicTest(
                        entry.getKey().name(),
                        () -> assertThat(list(JobQuery.all().status(entry.getKey())))
                                .containsExactly(entry.getValue())));
    }

    @TestFactory
    default Stream<DynamicTest> each_filter_shows_what_it_says() {
        JobId ann = driver().insert(SampleJobs.sample()
                .type("a")
                .queue("qa")
                .owner("ann")
                .name("First Report")
                .labels(labels("1", "x", "y")));
        JobId bob = driver().insert(SampleJobs.sample()
                .type("b")
                .queue("qb")
                .owner("bob")
                .name("second report")
                .labels(labels("2", "x")));
        JobId none = driver().complete(driver().run(SampleJobs.sample())).id();
        Map<String, Map.Entry<JobQuery, List<JobId>>> table = new LinkedHashMap<>();
        table.put("type", Map.entry(JobQuery.all().type("a"), List.of(ann)));
        table.put("types", Map.entry(JobQuery.all().type("a", "b", "none"), List.of(bob, ann)));
        table.put("queue", Map.entry(JobQuery.all().queue("qb"), List.of(bob)));
        table.put("queues", Map.entry(JobQuery.all().queue("qa", "default"), List.of(none, ann)));
        table.put("owner", Map.entry(JobQuery.all().owner("ann"), List.of(ann)));
        table.put("no such owner", Map.entry(JobQuery.all().owner("ANN"), List.of()));
        table.put("subject", Map.entry(JobQuery.all().subject("document", "2"), List.of(bob)));
        table.put("second subject", Map.entry(JobQuery.all().subject("user", "u"), List.of(bob, ann)));
        table.put("kind and id of two subjects", Map.entry(JobQuery.all().subject("user", "1"), List.of()));
        table.put("tag", Map.entry(JobQuery.all().tags("x"), List.of(bob, ann)));
        table.put("all of two tags", Map.entry(JobQuery.all().tags("x", "y"), List.of(ann)));
        table.put("statuses", Map.entry(JobQuery.all().status(JobStatus.COMPLETED), List.of(none)));
        table.put("text in any case", Map.entry(JobQuery.all().text("REPORT"), List.of(bob, ann)));
        table.put("text at the start", Map.entry(JobQuery.all().text("first"), List.of(ann)));
        table.put("after", Map.entry(JobQuery.all().after(bob), List.of(ann)));
        table.put("all together", Map.entry(everythingOf("ann"), List.of(ann)));
        table.put("all but one together", Map.entry(everythingOf("bob"), List.of()));
        return table.entrySet().stream()
                .map(row -> DynamicTest.dynamicTest(
                        row.getKey(),
                        () -> assertThat(list(row.getValue().getKey()))
                                .isEqualTo(row.getValue().getValue())));
    }

    private static Labels labels(String document, String... tags) {
        return new Labels(
                List.of(new Subject("document", document), new Subject("user", "u")), Set.of(tags), Map.of("k", "v"));
    }

    private static JobQuery everythingOf(String owner) {
        return JobQuery.all()
                .status(JobStatus.PENDING, JobStatus.FAILED)
                .type("a")
                .queue("qa")
                .owner(owner)
                .subject("document", "1")
                .tags("x")
                .createdFrom(Instant.EPOCH)
                .createdBefore(Instant.parse("9000-01-01T00:00:00Z"))
                .text("report")
                .limit(5);
    }

    @Test
    default void jobs_are_listed_by_the_time_of_their_creation() {
        JobId old = driver().bring(JobStatus.COMPLETED).id();
        driver().passTime(Duration.ofHours(2));
        JobId recent = driver().bring(JobStatus.PENDING).id();
        Instant created = driver().read(recent).times().created();

        assertThat(list(JobQuery.all().createdFrom(created))).containsExactly(recent);
        assertThat(list(JobQuery.all().createdBefore(created))).containsExactly(old);
        assertThat(list(JobQuery.all()
                        .createdFrom(created.minus(Duration.ofHours(3)))
                        .createdBefore(created.minus(Duration.ofHours(1)))))
                .containsExactly(old);
    }

    @TestFactory
    default Stream<DynamicTest> wildcards_in_a_text_mean_themselves() {
        JobId percent = driver().insert(SampleJobs.sample().name("100% sure"));
        JobId underscore = driver().insert(SampleJobs.sample().name("a_b"));
        JobId backslash = driver().insert(SampleJobs.sample().name("c:\\temp"));
        JobId quote = driver().insert(SampleJobs.sample().name("it's"));
        JobId emoji = driver().insert(SampleJobs.sample().name("Grüße 📄"));
        driver().insert(SampleJobs.sample().name("100 sure, axb, c:temp, its"));
        return Map.of("0% s", percent, "a_b", underscore, ":\\T", backslash, "'", quote, "ße 📄", emoji)
                .entrySet()
                .stream()
                .map(row -> DynamicTest.dynamicTest(
                        row.getKey(),
                        () -> assertThat(list(JobQuery.all().text(row.getKey())))
                                .containsExactly(row.getValue())));
    }

    @Test
    default void pages_show_every_job_once_while_jobs_end_in_between() {
        List<JobId> expected =
                new ArrayList<>(driver().insert(SampleJobs.sample().many(50)));
        List<JobId> seen = new ArrayList<>();
        List<JobId> toEnd = new ArrayList<>(expected);
        Collections.reverse(expected);
        JobQuery query = JobQuery.all().limit(7);
        Optional<JobId> next = Optional.empty();
        do {
            Page<Job> page = store().list(next.map(query::after).orElse(query));
            seen.addAll(page.items().stream().map(Job::id).toList());
            next = page.next();
            endSome(toEnd);
            driver().insert(SampleJobs.sample());
        } while (next.isPresent());

        assertThat(seen).isEqualTo(expected);
    }

    /** Completes the oldest and cancels the newest of those that have not ended. */
    private void endSome(List<JobId> live) {
        if (live.size() >= 6) {
            driver().complete(driver().start(live.remove(0)));
            driver().complete(driver().start(live.remove(0)));
            store().cancel(List.of(live.remove(live.size() - 1), live.remove(live.size() - 1)));
        }
    }

    @Test
    default void the_last_page_has_no_next_even_when_it_is_full() {
        List<JobId> ids = driver().insert(SampleJobs.sample().many(4));
        Page<Job> first = store().list(JobQuery.all().limit(2));
        Page<Job> last = store().list(JobQuery.all().limit(2).after(first.next().orElseThrow()));

        assertThat(first.items()).extracting(Job::id).containsExactly(ids.get(3), ids.get(2));
        assertThat(last.items()).extracting(Job::id).containsExactly(ids.get(1), ids.get(0));
        assertThat(last.next()).isEmpty();
    }

    @Test
    default void pages_go_across_live_and_finished_jobs() {
        List<JobId> ids = new ArrayList<>(driver().insert(SampleJobs.sample().many(10)));
        for (int i = 0; i < ids.size(); i += 2) {
            driver().complete(driver().start(ids.get(i)));
        }
        List<JobId> seen = new ArrayList<>();
        for (Page<Job> page = store().list(JobQuery.all().limit(1));
                page.next().isPresent() || seen.size() < 10;
                page = store().list(JobQuery.all()
                        .limit(1)
                        .after(page.items().get(0).id()))) {
            seen.addAll(page.items().stream().map(Job::id).toList());
        }

        Collections.reverse(ids);
        assertThat(seen).isEqualTo(ids);
    }

    @Test
    default void the_longest_page_holds_five_hundred_jobs() {
        driver().insert(SampleJobs.sample().many(501));
        Page<Job> page = store().list(JobQuery.all().limit(JobQuery.MAX_LIMIT));

        assertThat(page.items()).hasSize(500);
        assertThat(store().list(JobQuery.all().after(page.next().orElseThrow())).items())
                .hasSize(1);
        assertThat(store().list(JobQuery.all()).items()).hasSize(50);
    }

    private List<JobId> list(JobQuery query) {
        return store().list(query).items().stream().map(Job::id).toList();
    }
}
