package io.runasjob.bench.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.runasjob.bench.system.JobSystems;
import io.runasjob.bench.workload.Sample;
import io.runasjob.bench.workload.Workload;
import io.runasjob.bench.workload.Workloads;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class GoalsTest {
    private final Results results = new Results();

    @BeforeEach
    void onPostgres() {
        results.settings("postgresql", Map.of());
    }

    @Test
    void other_engines_have_no_goals() {
        results.settings("h2", Map.of());
        add("drain-20000", JobSystems.RUNASJOB, 49);
        add("drain-20000", JobSystems.DB_SCHEDULER, 10);
        assertThat(Goals.of(results)).isEmpty();
    }

    @Test
    void a_goal_compares_medians_of_one_run() {
        add("drain-20000", JobSystems.RUNASJOB, 10, 60, 50);
        add("drain-20000", JobSystems.DB_SCHEDULER, 10, 11, 1);
        assertThat(Goals.of(results))
                .containsExactly(new Goal("drain-20000 against db-scheduler", "5.00 ×", "at least 5 ×", true));
    }

    @Test
    void a_goal_that_is_missed_says_so() {
        add("drain-20000", JobSystems.RUNASJOB, 49);
        add("drain-20000", JobSystems.DB_SCHEDULER, 10);
        assertThat(Goals.of(results)).extracting(Goal::met).containsExactly(false);
    }

    @Test
    void sustained_is_compared_with_the_best_peer() {
        add("sustained", JobSystems.RUNASJOB, 40);
        add("sustained", JobSystems.QUARTZ, 3);
        add("sustained", JobSystems.JOBRUNR, 10);
        assertThat(Goals.of(results)).extracting(Goal::what).containsExactly("sustained against jobrunr");
    }

    @Test
    void what_was_not_measured_is_no_goal() {
        add("drain-20000", JobSystems.RUNASJOB, 49);
        assertThat(Goals.of(results)).isEmpty();
    }

    private void add(String name, JobSystems system, double... values) {
        Workload workload = Workloads.chosen(name).get(0);
        for (double value : values) {
            results.add(workload, system, new Sample(value, 1, Map.of()), true);
        }
    }
}
