package io.runasjob.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.runasjob.job.InvalidValueException;
import io.runasjob.job.InvalidValueException.Field;
import io.runasjob.job.Lease;
import io.runasjob.spi.AttemptEnd;
import io.runasjob.spi.NewJob;
import io.runasjob.spi.StoreTransaction;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

/** What every store does with transactions that it does not know; those that it knows are tested with it. */
interface TransactionContract extends StoreTests {

    /** A transaction of no store. */
    record Foreign() implements StoreTransaction {}

    @Test
    default void a_submit_in_a_transaction_of_another_kind_is_refused_and_nothing_is_stored() {
        NewJob job = SampleJobs.sample().one();

        assertRefused(() -> store().joining(new Foreign()).insert(List.of(job)), "Foreign");
        assertThat(driver().find(job.id())).isEmpty();
    }

    @Test
    default void an_end_in_a_transaction_of_another_kind_is_refused_and_the_attempt_goes_on() {
        Lease lease = driver().run(SampleJobs.sample());

        assertRefused(() -> store().commit(new Foreign(), new AttemptEnd.Completed(lease, null)), "Foreign");
        driver().complete(lease);
    }

    @Test
    default void a_store_refuses_to_begin_what_it_does_not_supply() {
        assertThat(store().supplies(Foreign.class)).isFalse();
        assertRefused(() -> store().begin(Foreign.class), Foreign.class.getName());
    }

    private static void assertRefused(ThrowingCallable call, String came) {
        assertThatThrownBy(call)
                .isInstanceOf(InvalidValueException.class)
                .hasMessageContaining(came)
                .extracting(error -> ((InvalidValueException) error).field())
                .isEqualTo(Field.TRANSACTION);
    }
}
