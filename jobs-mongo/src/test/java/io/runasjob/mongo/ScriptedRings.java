package io.runasjob.mongo;

import com.mongodb.MongoException;
import com.mongodb.ServerAddress;
import com.mongodb.ServerCursor;
import com.mongodb.client.MongoChangeStreamCursor;
import com.mongodb.client.model.changestream.ChangeStreamDocument;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.bson.BsonDocument;
import org.bson.BsonInt32;

/** A change stream that gives what the test puts into it: rings, or errors. */
final class ScriptedRings implements MongoChangeStreamCursor<ChangeStreamDocument<BsonDocument>> {
    private final BlockingQueue<Object> script = new LinkedBlockingQueue<>();
    private int token;

    void give(BsonDocument ring) {
        script.add(ring);
    }

    void fail(MongoException error) {
        script.add(error);
    }

    @Override
    public ChangeStreamDocument<BsonDocument> tryNext() {
        Object next = poll();
        token++;
        if (next instanceof MongoException error) {
            throw error;
        }
        return next == null
                ? null
                : new ChangeStreamDocument<>(
                        "insert",
                        null,
                        null,
                        null,
                        null,
                        (BsonDocument) next,
                        null,
                        null,
                        null,
                        null,
                        null,
                        null,
                        null,
                        null,
                        null);
    }

    private Object poll() {
        try {
            return script.poll(20, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return null;
        }
    }

    @Override
    public BsonDocument getResumeToken() {
        return new BsonDocument("token", new BsonInt32(token));
    }

    @Override
    public void close() {}

    @Override
    public boolean hasNext() {
        throw new UnsupportedOperationException();
    }

    @Override
    public ChangeStreamDocument<BsonDocument> next() {
        throw new UnsupportedOperationException();
    }

    @Override
    public int available() {
        return script.size();
    }

    @Override
    public ServerCursor getServerCursor() {
        return null;
    }

    @Override
    public ServerAddress getServerAddress() {
        return new ServerAddress();
    }
}
