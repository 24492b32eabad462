package io.runasjob.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import io.runasjob.job.Job;
import io.runasjob.job.JobQuery;
import io.runasjob.job.Labels;
import io.runasjob.job.NodeId;
import io.runasjob.job.Progress;
import io.runasjob.spi.NewJob;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class UnreadableRowTest {
    @ParameterizedTest
    @EnumSource(JdbcDialect.class)
    void a_row_of_a_newer_version_is_claimed_with_defaults_and_one_warning_for_each_column(JdbcDialect dialect) {
        String url = Databases.empty(dialect);
        try (JdbcJobStore store = JdbcJobStore.open(url);
                CapturedLog log = new CapturedLog()) {
            List<NewJob> jobs = Samples.jobs(10);
            store.insert(jobs);
            String id = jobs.get(3).id().toString();
            Databases.execute(
                    url,
                    "update job set retry = '{\"rules\":[{\"exception\":\"x\",\"action\":\"LATER\"}]}', labels = '[1]',"
                            + " progress = 'half', error = '{' where id = "
                            + Databases.id(url, jobs.get(3).id()));

            assertThat(store.list(JobQuery.all()).items()).hasSize(10);
            List<Job> claimed = Samples.claim(store, NodeId.random(), 100);

            assertThat(claimed).hasSize(10);
            Job odd = claimed.stream()
                    .filter(job -> job.id().equals(jobs.get(3).id()))
                    .findFirst()
                    .orElseThrow();
            assertThat(odd.spec().limits().retryOrNull()).isNull();
            assertThat(odd.spec().labels()).isEqualTo(Labels.NONE);
            assertThat(odd.progress()).isEqualTo(Progress.NONE);
            assertThat(log.lines("JsonColumns"))
                    .hasSize(4)
                    .allMatch(line -> line.contains("WARN") && line.contains(id))
                    .anyMatch(line -> line.toLowerCase(Locale.ROOT).contains("column=retry"));
        }
    }
}
