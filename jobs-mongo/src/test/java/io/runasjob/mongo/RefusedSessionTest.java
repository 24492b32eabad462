package io.runasjob.mongo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.mongodb.TransactionOptions;
import com.mongodb.WriteConcern;
import com.mongodb.client.ClientSession;
import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import io.runasjob.job.InvalidValueException;
import io.runasjob.job.Lease;
import io.runasjob.spi.AttemptEnd;
import io.runasjob.testkit.SampleJobs;
import io.runasjob.testkit.StoreDriver;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class RefusedSessionTest {
    private final MongoFixture fixture = new MongoFixture(Servers.fake());
    private final StoreDriver driver = new StoreDriver(fixture);
    private final MongoClient client = MongoClients.create(fixture.uri());
    private final ClientSession session = client.startSession();

    @AfterEach
    void close() {
        session.close();
        client.close();
        fixture.close();
    }

    @Test
    void a_standalone_server_says_that_it_has_no_transactions() {
        session.startTransaction();
        Lease lease = driver.run(SampleJobs.sample());

        assertThatThrownBy(() -> fixture.store()
                        .joining(MongoTransaction.of(session))
                        .insert(List.of(SampleJobs.sample().one())))
                .isInstanceOf(InvalidValueException.class)
                .hasMessageContaining("standalone server, which has no transactions")
                .hasMessageContaining("replica set");
        assertThatThrownBy(() ->
                        fixture.store().commit(MongoTransaction.of(session), new AttemptEnd.Completed(lease, null)))
                .isInstanceOf(InvalidValueException.class)
                .hasMessageContaining("standalone");
        assertThatThrownBy(() -> fixture.store().begin(ClientSession.class))
                .isInstanceOf(InvalidValueException.class)
                .hasMessageContaining("standalone");
        assertThat(driver.complete(lease).result()).contains("\"done\"");
    }

    @Test
    void a_session_without_a_transaction_is_refused() {
        TransactionCheck check = new TransactionCheck(Topology.REPLICA_SET);

        assertThatThrownBy(() -> check.require(session))
                .isInstanceOf(InvalidValueException.class)
                .hasMessageContaining("session.startTransaction()");
        session.startTransaction();
        assertThatCode(() -> check.require(session)).doesNotThrowAnyException();
    }

    @Test
    void a_transaction_that_fewer_than_a_majority_confirm_is_refused() {
        TransactionCheck check = new TransactionCheck(Topology.REPLICA_SET);
        session.startTransaction(
                TransactionOptions.builder().writeConcern(WriteConcern.W1).build());

        assertThatThrownBy(() -> check.require(session))
                .isInstanceOf(InvalidValueException.class)
                .hasMessageContaining("write concern 1")
                .hasMessageContaining("majority");
    }
}
