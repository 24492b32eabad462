package io.runasjob.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class TimesTest {
    @Test
    void a_percentile_is_the_smallest_value_that_so_many_do_not_exceed() {
        Times times = new Times(
                LongStream.rangeClosed(1, 200).map(n -> n * 1_000_000).boxed().toList());
        assertThat(times.seconds(50)).isEqualTo(100);
        assertThat(times.seconds(99)).isEqualTo(198);
        assertThat(times.seconds(100)).isEqualTo(200);
    }

    @Test
    void one_value_is_every_percentile_and_no_value_is_none() {
        assertThat(new Times(List.of(2_500_000L)).words()).isEqualTo("p50 2.5 s, p99 2.5 s, longest 2.5 s (1)");
        assertThat(new Times(List.of()).words()).isEqualTo("none");
    }
}
