package io.runasjob.mongo;

import static org.assertj.core.api.Assertions.assertThat;

import io.runasjob.job.Job;
import io.runasjob.job.JobId;
import io.runasjob.job.NodeId;
import io.runasjob.spi.ClaimRequest;
import io.runasjob.spi.ClaimRequest.Demand;
import io.runasjob.spi.JobStore;
import io.runasjob.testkit.SampleJobs;
import io.runasjob.testkit.StoreDriver;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class ManyClaimersTest {
    private static final int NODES = 4;
    private static final int CLAIMERS = 8;
    private static final int JOBS = 2_000;

    @Test
    @Timeout(120)
    void eight_claimers_on_each_of_four_nodes_share_the_work_and_no_job() throws Exception {
        try (MongoFixture fixture = new MongoFixture(Servers.fake())) {
            List<JobId> ids =
                    new StoreDriver(fixture).insert(SampleJobs.sample().many(JOBS));
            List<JobStore> stores = new ArrayList<>();
            for (int node = 0; node < NODES; node++) {
                stores.add(fixture.elsewhere());
            }

            List<List<JobId>> claimed = run(stores);

            assertThat(claimed.stream().flatMap(List::stream).toList()).containsExactlyInAnyOrderElementsOf(ids);
            for (int node = 0; node < NODES; node++) {
                List<List<JobId>> ofNode = claimed.subList(node * CLAIMERS, (node + 1) * CLAIMERS);
                assertThat(ofNode).as("node %s", node).anyMatch(jobs -> !jobs.isEmpty());
            }
        }
    }

    private static List<List<JobId>> run(List<JobStore> stores) throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(NODES * CLAIMERS);
        try {
            List<Callable<List<JobId>>> tasks = new ArrayList<>();
            stores.forEach(store -> {
                for (int claimer = 0; claimer < CLAIMERS; claimer++) {
                    tasks.add(() -> claimAll(store));
                }
            });
            List<List<JobId>> claimed = new ArrayList<>();
            for (Future<List<JobId>> future : threads.invokeAll(tasks)) {
                claimed.add(future.get());
            }
            return claimed;
        } finally {
            threads.shutdownNow();
        }
    }

    /** Until the queue is empty: a claim that got nothing only because others were faster is made again. */
    private static List<JobId> claimAll(JobStore store) {
        NodeId node = NodeId.random();
        List<JobId> all = new ArrayList<>();
        ClaimRequest request = new ClaimRequest(node, List.of(new Demand("default", 5)), Set.of(SampleJobs.TYPE));
        for (int empty = 0; empty < 3; ) {
            List<Job> jobs = store.claim(request);
            empty = jobs.isEmpty() ? empty + 1 : 0;
            jobs.forEach(job -> all.add(job.id()));
        }
        return all;
    }
}
