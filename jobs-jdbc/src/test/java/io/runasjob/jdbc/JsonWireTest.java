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
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class JsonWireTest {
    private static final String LONG = "x".repeat(600_000);

    @Test
    void rows_that_are_too_large_for_one_statement_go_in_several() {
        SqlRows rows =
                SqlRows.of(SqlArray.texts(Stream.generate(() -> LONG).limit(8).toList()));
        List<String> parts = JsonWire.INSTANCE.split(rows);
        assertThat(parts).hasSize(3).allSatisfy(part -> assertThat(part).hasSizeLessThan(4 << 20));
        assertThat(String.join("", parts).split("\"c0\"", -1)).hasSize(9);
    }

    @Test
    void no_rows_are_an_empty_list_and_one_row_is_never_cut() {
        assertThat(JsonWire.INSTANCE.split(SqlRows.of(SqlArray.texts(List.of()))))
                .containsExactly("[]");
        SqlRows large = SqlRows.of(SqlArray.texts(List.of("x".repeat(3 << 20))));
        assertThat(JsonWire.INSTANCE.split(large)).hasSize(1);
    }

    @Test
    void nulls_are_left_out_and_ids_are_hex() {
        UUID id = new UUID(0xfedcba9876543210L, 15);
        SqlRows rows = SqlRows.of(
                SqlArray.uuids(List.of(id)),
                SqlArray.of("text", List.of(1), number -> null),
                SqlArray.of("boolean", List.of(true), yes -> yes));
        assertThat(JsonWire.INSTANCE.split(rows))
                .containsExactly("[{\"c0\":\"FEDCBA9876543210000000000000000F\",\"c2\":1}]");
    }

    /** More than the packet of the server. */
    @Test
    void large_arguments_and_results_pass_a_server_with_a_packet_of_16_megabytes() {
        try (JdbcJobStore store = JdbcJobStore.open(Databases.empty(JdbcDialect.MARIADB))) {
            String payload = "[\"" + "\\\"".repeat(100_000) + "\"]";
            JobSpec spec = new JobSpec(
                    Samples.TYPE, "name", Samples.QUEUE, 5, null, payload, JobLimits.DEFAULT, Labels.NONE, null);
            store.insert(IntStream.range(0, 60)
                    .mapToObj(i -> new NewJob(new JobId(UUID.randomUUID()), spec, new NewJob.Now()))
                    .toList());
            List<Job> jobs = Samples.claim(store, NodeId.random(), 60);
            assertThat(store.finish(jobs.stream()
                            .<AttemptEnd>map(
                                    job -> new AttemptEnd.Completed(job.lease().orElseThrow(), payload))
                            .toList()))
                    .hasSize(60);
            Job last = store.find(List.of(jobs.get(59).id())).get(0);
            assertThat(last.spec().payload()).isEqualTo(payload);
            assertThat(last.result()).contains(payload);
        }
    }
}
