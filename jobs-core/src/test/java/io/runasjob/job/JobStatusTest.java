package io.runasjob.job;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

class JobStatusTest {
    /** The table of the design, section 4, word for word. */
    private static final Map<String, String> DESIGN = Map.of(
            "BLOCKED", "SCHEDULED PENDING CANCELLED",
            "SCHEDULED", "PENDING CANCELLED",
            "PENDING", "RUNNING SCHEDULED CANCELLED",
            "RUNNING", "COMPLETED FAILED CANCELLED SCHEDULED PENDING",
            "COMPLETED", "",
            "FAILED", "PENDING",
            "CANCELLED", "PENDING");

    @TestFactory
    Stream<DynamicTest> a_status_leads_where_the_design_says() {
        return Arrays.stream(JobStatus.values())
                .flatMap(from -> Arrays.stream(JobStatus.values()).map(to -> pair(from, to)));
    }

    private static DynamicTest pair(JobStatus from, JobStatus to) {
        return DynamicTest.dynamicTest(from + " → " + to, () -> {
            boolean legal = Set.of(DESIGN.get(from.name()).split(" ")).contains(to.name());
            assertThat(from.canBecome(to)).isEqualTo(legal);
            assertThat(to.sources().contains(from)).isEqualTo(legal);
        });
    }

    @Test
    void a_job_is_waiting_running_or_finished() {
        assertThat(withState(true)).isEqualTo(Set.of(JobStatus.COMPLETED, JobStatus.FAILED, JobStatus.CANCELLED));
        assertThat(withState(false)).isEqualTo(Set.of(JobStatus.BLOCKED, JobStatus.SCHEDULED, JobStatus.PENDING));
    }

    private static Set<JobStatus> withState(boolean finished) {
        return Arrays.stream(JobStatus.values())
                .filter(finished ? JobStatus::isFinished : JobStatus::isWaiting)
                .collect(Collectors.toSet());
    }
}
