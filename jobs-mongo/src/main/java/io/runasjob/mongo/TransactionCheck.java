package io.runasjob.mongo;

import com.mongodb.WriteConcern;
import com.mongodb.client.ClientSession;
import io.runasjob.job.InvalidValueException;
import io.runasjob.job.InvalidValueException.Field;

/** Refuses sessions that cannot hold jobs, before anything is written. */
final class TransactionCheck {
    private final Topology topology;

    TransactionCheck(Topology topology) {
        this.topology = topology;
    }

    /**
     * A server that has transactions at all.
     *
     * @throws InvalidValueException on a standalone one
     */
    void requireTransactions() {
        if (!topology.isReplicated()) {
            throw refused(
                    "a session of a standalone server, which has no transactions",
                    "one of a replica set or a sharded cluster; submit without a transaction here");
        }
    }

    /**
     * A session whose transaction can hold jobs.
     *
     * @throws InvalidValueException for any other
     */
    void require(ClientSession session) {
        requireTransactions();
        if (!session.hasActiveTransaction()) {
            throw refused("a session without a transaction", "one that has begun: session.startTransaction()");
        }
        WriteConcern concern = session.getTransactionOptions().getWriteConcern();
        if (concern != null && !concern.isServerDefault() && !"majority".equals(concern.getWObject())) {
            throw refused(
                    "a transaction with write concern " + concern.getWObject(),
                    "majority: what fewer have confirmed may be undone, and its jobs with it");
        }
    }

    private static InvalidValueException refused(String came, String expected) {
        return new InvalidValueException(Field.TRANSACTION, came, expected, null);
    }
}
