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
    void a_goal_compares_runs_of_the_same_round() {
        add("drain-20000", JobSystems.RUNASJOB, 60, 100, 9);
        add("drain-20000", JobSystems.DB_SCHEDULER, 10, 20, 3);
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
    void a_round_in_which_one_of_both_did_not_count_is_left_out() {
        results.add(drain(), JobSystems.RUNASJOB, 1, new Sample(60, 1, Map.of()));
        results.add(drain(), JobSystems.RUNASJOB, 2, new Sample(70, 1, Map.of()));
        results.add(drain(), JobSystems.DB_SCHEDULER, 2, new Sample(10, 1, Map.of()));
        results.add(drain(), JobSystems.DB_SCHEDULER, 3, new Sample(20, 1, Map.of()));
        assertThat(Goals.of(results)).extracting(Goal::measured).containsExactly("7.00 ×");
    }

    private static Workload drain() {
        return Workloads.chosen("drain-20000").get(0);
    }

    @Test
    void what_was_not_measured_is_no_goal() {
        add("drain-20000", JobSystems.RUNASJOB, 49);
        assertThat(Goals.of(results)).isEmpty();
    }

    private void add(String name, JobSystems system, double... values) {
        Workload workload = Workloads.chosen(name).get(0);
        for (int round = 0; round < values.length; round++) {
            results.add(workload, system, round, new Sample(values[round], 1, Map.of()));
        }
    }
}
