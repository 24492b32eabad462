package io.runasjob.jdbc;

import io.runasjob.job.Job;
import io.runasjob.job.JobId;
import io.runasjob.job.JobLimits;
import io.runasjob.job.JobSpec;
import io.runasjob.job.Labels;
import io.runasjob.job.NodeId;
import io.runasjob.spi.ClaimRequest;
import io.runasjob.spi.NewJob;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;

/** Jobs and requests to test with. */
final class Samples {
    static final String QUEUE = "lane";
    static final String TYPE = "work";

    private Samples() {}

    static List<NewJob> jobs(int count) {
        JobSpec spec = new JobSpec(TYPE, TYPE, QUEUE, 5, null, "[]", JobLimits.DEFAULT, Labels.NONE, null);
        return Stream.generate(() -> new NewJob(new JobId(UUID.randomUUID()), spec, new NewJob.Now()))
                .limit(count)
                .toList();
    }

    static List<Job> claim(JdbcJobStore store, NodeId node, int count) {
        return store.claim(new ClaimRequest(node, List.of(new ClaimRequest.Demand(QUEUE, count)), Set.of(TYPE)));
    }
}
