package io.runasjob.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import io.runasjob.job.Job;
import io.runasjob.job.JobId;
import io.runasjob.job.JobLimits;
import io.runasjob.job.JobSpec;
import io.runasjob.job.Labels;
import io.runasjob.job.NodeId;
import io.runasjob.spi.AttemptEnd;
import io.runasjob.spi.NewJob;
import java.util.Collections;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ChunksTest {
    private static final int LONG = 3_000_000;

    @Test
    void a_chunk_ends_before_it_is_too_long_or_has_too_many_rows() {
        assertThat(Chunks.of(List.of(5_000_000, 3_000_000, 1, 9_000_000, 2), row -> row))
                .containsExactly(List.of(5_000_000, 3_000_000), List.of(1), List.of(9_000_000), List.of(2));
        assertThat(Chunks.of(Collections.nCopies(4_001, 0), row -> row))
                .extracting(List::size)
                .containsExactly(2_000, 2_000, 1);
        assertThat(Chunks.of(List.of(), row -> 1)).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(JdbcDialect.class)
    void long_arguments_and_results_are_written_a_few_at_a_time(JdbcDialect dialect) {
        WatchedDataSource source = new WatchedDataSource(Databases.empty(dialect));
        try (JdbcJobStore store = JdbcJobStore.of(source)) {
            store.open();
            source.forget();
            store.insert(Stream.generate(ChunksTest::longJob).limit(5).toList());
            long statements =
                    dialect == JdbcDialect.MARIADB || dialect == JdbcDialect.MYSQL ? 5 : 3; // the packet is smaller
            assertThat(count(source, "insert into job ")).isEqualTo(statements);

            List<Job> jobs = Samples.claim(store, NodeId.random(), 5);
            assertThat(jobs).hasSize(5).allMatch(job -> job.spec().payload().length() == LONG + 4);
            source.forget();
            store.finish(jobs.stream()
                    .<AttemptEnd>map(job -> new AttemptEnd.Completed(job.lease().orElseThrow(), text()))
                    .toList());
            assertThat(count(source, "insert into job_history ")).isEqualTo(statements);
            assertThat(store.find(jobs.stream().map(Job::id).toList()))
                    .hasSize(5)
                    .allMatch(job -> job.result().orElseThrow().length() == LONG + 2);
        }
    }

    private static long count(WatchedDataSource source, String words) {
        return source.statements().stream().filter(sql -> sql.contains(words)).count();
    }

    private static NewJob longJob() {
        JobSpec spec = new JobSpec(
                Samples.TYPE,
                Samples.TYPE,
                Samples.QUEUE,
                5,
                null,
                "[" + text() + "]",
                JobLimits.DEFAULT,
                Labels.NONE,
                null);
        return new NewJob(new JobId(UUID.randomUUID()), spec, new NewJob.Now());
    }

    private static String text() {
        return '"' + "x".repeat(LONG) + '"';
    }
}
