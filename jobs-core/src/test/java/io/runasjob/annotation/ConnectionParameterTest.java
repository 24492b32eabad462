package io.runasjob.annotation;

import static org.assertj.core.api.Assertions.assertThat;

import io.runasjob.job.JobContext;
import io.runasjob.job.JobType;
import java.sql.Connection;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ConnectionParameterTest {

    static class Payments {
        @RunAsJob(type = "both")
        String both(int amount, @Nullable Connection connection, @Nullable JobContext job) {
            return amount + " " + (connection == null) + " " + (job == null);
        }

        @RunAsJob(type = "connection")
        String connection(@Nullable Connection connection) {
            return "" + (connection == null);
        }

        @RunAsJob(type = "neither")
        void neither(int amount) {}
    }

    @Test
    void connection_is_no_argument_but_comes_from_the_store() {
        assertThat(type("both").parameters()).isEqualTo(List.of(int.class));
        assertThat(type("both").code().resource()).contains(Connection.class);
        assertThat(type("connection").parameters()).isEmpty();
        assertThat(type("connection").code().resource()).contains(Connection.class);
        assertThat(type("neither").code().resource()).isEmpty();
    }

    @Test
    @SuppressWarnings("NullAway") // this handler looks at neither
    void connection_stands_behind_the_arguments_and_before_the_context() throws Exception {
        assertThat(type("both").code().call(new Object[] {7, null}, null)).isEqualTo("7 true true");
        assertThat(type("connection").code().call(new Object[] {null}, null)).isEqualTo("true");
    }

    private static JobType type(String name) {
        return AnnotatedJobs.typesOf(new Payments()).stream()
                .filter(type -> type.name().equals(name))
                .findFirst()
                .orElseThrow();
    }
}
