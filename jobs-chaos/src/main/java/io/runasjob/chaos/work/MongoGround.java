package io.runasjob.chaos.work;

import com.mongodb.ConnectionString;
import com.mongodb.MongoClientSettings;
import com.mongodb.MongoException;
import com.mongodb.WriteConcern;
import com.mongodb.client.ClientSession;
import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import com.mongodb.client.MongoDatabase;
import io.runasjob.JobHandle;
import io.runasjob.JobService;
import io.runasjob.chaos.history.Effect;
import io.runasjob.chaos.history.EventLog;
import io.runasjob.job.JobRequest;
import io.runasjob.job.StoreUnavailableException;
import io.runasjob.mongo.MongoJobStore;
import io.runasjob.mongo.MongoTransaction;
import io.runasjob.spi.JobStore;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.Supplier;
import org.bson.Document;

/**
 * MongoDB, or what passes for it. One client for the store and for the application's own, because a session belongs to its
 * client.
 */
final class MongoGround implements Ground {
    private static final int NO_SUCH_COMMAND = 59;

    private final ConnectionString uri;
    private final MongoClient client;
    private final String name;
    private final MongoDatabase database;

    MongoGround(String uri) {
        this.uri = new ConnectionString(uri);
        this.client = connect(this.uri);
        this.name = Objects.requireNonNull(this.uri.getDatabase(), "The URL names no database");
        this.database = client.getDatabase(name);
    }

    private static MongoClient connect(ConnectionString uri) {
        return MongoClients.create(MongoClientSettings.builder()
                .applyConnectionString(uri)
                .writeConcern(WriteConcern.MAJORITY.withJournal(true))
                .build());
    }

    @Override
    public void prepare() {
        try (MongoJobStore store = MongoJobStore.of(client, name)) {
            store.open();
        }
        Documents.create(database);
    }

    @Override
    public JobStore store() {
        return MongoJobStore.builder()
                .client(client)
                .database(name)
                .createIndexes(false)
                .build();
    }

    @Override
    public Object handlers(EventLog log, Children children) {
        return new MongoHandlers(database, client::startSession, log, children);
    }

    @Override
    public boolean hasTransactions() {
        Document hello = asked(this::hello);
        return hello.containsKey("setName") || "isdbgrid".equals(hello.getString("msg"));
    }

    private Document hello() {
        try {
            return database.runCommand(new Document("hello", 1));
        } catch (MongoException e) {
            if (e.getCode() != NO_SUCH_COMMAND) {
                throw e;
            }
            return database.runCommand(new Document("isMaster", 1));
        }
    }

    @Override
    public Order order() {
        ClientSession session = asked(client::startSession);
        session.startTransaction();
        return new MongoOrder(database, session);
    }

    @Override
    public Line line() {
        MongoClient own = connect(uri);
        return new MongoLine(own, own.getDatabase(name));
    }

    @Override
    public List<Effect> effects() {
        return asked(() -> Documents.effects(database));
    }

    @Override
    public List<Effect> traces() {
        return asked(() -> Documents.traces(database));
    }

    @Override
    public Set<String> orders() {
        return asked(() -> Documents.orders(database));
    }

    @Override
    public void close() {
        client.close();
    }

    private static <T> T asked(Supplier<T> question) {
        try {
            return question.get();
        } catch (MongoException e) {
            throw new StoreUnavailableException("The application's own command failed", e);
        }
    }

    private record MongoOrder(MongoDatabase database, ClientSession session) implements Order {
        @Override
        public List<JobHandle<Object>> submit(JobService service, List<JobRequest<Object>> requests) {
            return asked(() -> {
                List<JobHandle<Object>> handles =
                        service.using(MongoTransaction.of(session)).submitAll(requests);
                handles.forEach(handle -> Documents.order(database, session, handle.id()));
                return handles;
            });
        }

        @Override
        public void commit() {
            asked(() -> {
                session.commitTransaction();
                return true;
            });
        }

        /** Aborts what is still open. */
        @Override
        public void close() {
            session.close();
        }
    }

    private record MongoLine(MongoClient client, MongoDatabase database) implements Line {
        @Override
        public void beat(String process) {
            asked(() -> {
                Documents.beat(database, process);
                return true;
            });
        }

        @Override
        public void close() {
            client.close();
        }
    }
}
