package io.runasjob.mongo;

import static org.assertj.core.api.Assertions.assertThat;

import io.runasjob.JobHandle;
import io.runasjob.JobService;
import io.runasjob.job.JobRequest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The whole engine on the store: two services on one database, each with a client of its own. */
class EngineTest {
    private final Set<String> nodes = ConcurrentHashMap.newKeySet();

    @Test
    @Timeout(120)
    void two_nodes_work_off_what_one_of_them_submitted() throws InterruptedException {
        try (MongoFixture fixture = new MongoFixture(Servers.fake());
                JobService one = service(fixture, "one");
                JobService two = service(fixture, "two")) {
            List<JobHandle<Integer>> handles = new ArrayList<>();
            for (int i = 0; i < 200; i++) {
                handles.add(one.submit(JobRequest.<Integer>ofType("double", i)));
            }
            for (int i = 0; i < 200; i++) {
                assertThat(handles.get(i).await(Duration.ofMinutes(1))).isEqualTo(2 * i);
            }
            assertThat(two.find(handles.get(0).id())).isPresent();
            assertThat(nodes).isNotEmpty();
        }
    }

    private JobService service(MongoFixture fixture, String name) {
        return JobService.builder()
                .store(MongoJobStore.open(fixture.uri()))
                .handler("double", Integer.class, (number, job) -> {
                    nodes.add(name);
                    return 2 * number;
                })
                .queue("default", 4)
                .start();
    }
}
