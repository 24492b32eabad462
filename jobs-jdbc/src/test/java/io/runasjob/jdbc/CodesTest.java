package io.runasjob.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.runasjob.job.JobStatus;
import io.runasjob.job.OnDuplicate;
import io.runasjob.job.Outcome;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class CodesTest {
    @Test
    void codes_are_those_that_stand_in_tables_since_the_first_version() {
        assertThat(Arrays.stream(JobStatus.values()).map(s -> s + "=" + Codes.of(s)))
                .containsExactly(
                        "BLOCKED=0", "SCHEDULED=1", "PENDING=2", "RUNNING=3", "COMPLETED=4", "FAILED=5", "CANCELLED=6");
        assertThat(Arrays.stream(Outcome.values()).map(o -> o + "=" + Codes.of(o)))
                .containsExactly(
                        "SUCCEEDED=0", "FAILED=1", "TIMED_OUT=2", "CANCELLED=3", "SNOOZED=4", "RELEASED=5", "LOST=6");
        assertThat(Arrays.stream(OnDuplicate.values()).map(p -> p + "=" + Codes.of(p)))
                .containsExactly("REFUSE=0", "RETURN_EXISTING=1");
    }

    @Test
    void every_code_leads_back() {
        assertThat(JobStatus.values())
                .allSatisfy(s -> assertThat(Codes.status(Codes.of(s))).isEqualTo(s));
        assertThat(Outcome.values())
                .allSatisfy(o -> assertThat(Codes.outcome(Codes.of(o))).isEqualTo(o));
        assertThat(OnDuplicate.values())
                .allSatisfy(p -> assertThat(Codes.onDuplicate(Codes.of(p))).isEqualTo(p));
    }

    @Test
    void an_unknown_code_is_an_error_that_names_the_column() {
        assertThatThrownBy(() -> Codes.status(9)).hasMessageContaining("9 in column status");
    }

    @Test
    void a_statement_cannot_name_a_transition_that_is_not_in_the_table() {
        Sql sql = new Sql(JdbcDialect.H2, "job");
        assertThat(sql.render("${BLOCKED|PENDING->CANCELLED}")).isEqualTo("(0, 2)");
        assertThatThrownBy(() -> sql.render("${COMPLETED->PENDING}")).hasMessageContaining("COMPLETED->PENDING");
    }

    @Test
    void the_partial_indexes_name_the_codes_of_their_statuses() {
        assertThat(JdbcSchema.print(JdbcDialect.POSTGRESQL))
                .containsPattern("job_ready .*where status = " + Codes.of(JobStatus.PENDING))
                .containsPattern("job_due .*where status = " + Codes.of(JobStatus.SCHEDULED))
                .containsPattern("job_running .*where status = " + Codes.of(JobStatus.RUNNING));
    }
}
