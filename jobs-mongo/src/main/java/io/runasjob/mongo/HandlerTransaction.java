package io.runasjob.mongo;

import com.mongodb.MongoException;
import com.mongodb.ReadConcern;
import com.mongodb.TransactionOptions;
import com.mongodb.WriteConcern;
import com.mongodb.client.ClientSession;
import com.mongodb.client.MongoClient;
import io.runasjob.spi.JobTransactions.OpenTransaction;
import io.runasjob.spi.StoreTransaction;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The session of a handler that takes one as a parameter, in a transaction that has begun. Used by one thread. */
final class HandlerTransaction implements OpenTransaction {
    private static final Logger LOG = LoggerFactory.getLogger(HandlerTransaction.class);

    private static final TransactionOptions OPTIONS = TransactionOptions.builder()
            .readConcern(ReadConcern.SNAPSHOT)
            .writeConcern(WriteConcern.MAJORITY)
            .build();

    private final ClientSession session;

    private HandlerTransaction(ClientSession session) {
        this.session = session;
    }

    static HandlerTransaction begin(MongoClient client) {
        ClientSession session = client.startSession();
        session.startTransaction(OPTIONS);
        return new HandlerTransaction(session);
    }

    @Override
    public Object resource() {
        return session;
    }

    @Override
    public StoreTransaction transaction() {
        return MongoTransaction.of(session);
    }

    @Override
    public void close() {
        try (session) {
            if (session.hasActiveTransaction()) {
                session.abortTransaction();
            }
        } catch (MongoException e) {
            LOG.debug("A transaction was left to the server, which aborts it", e);
        }
    }
}
