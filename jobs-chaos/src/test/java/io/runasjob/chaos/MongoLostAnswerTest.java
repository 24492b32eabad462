package io.runasjob.chaos;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.mongodb.MongoException;
import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import com.mongodb.client.MongoCollection;
import io.runasjob.chaos.server.DatabaseServer;
import io.runasjob.chaos.wire.Proxy;
import java.nio.file.Path;
import java.util.concurrent.FutureTask;
import org.bson.Document;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** That the answer which is dropped is the one to a write: the client hears of an error, the server has written. */
@Timeout(60)
class MongoLostAnswerTest {
    @TempDir
    Path folder;

    private int sent;

    @Test
    void the_server_has_written_what_the_client_heard_nothing_of() throws Exception {
        try (DatabaseServer server = DatabaseServer.start("mongodb", folder);
                Proxy proxy = Proxy.start(server.address(), server::spy);
                MongoClient direct = MongoClients.create(server.url());
                MongoClient client = MongoClients.create(server.url(proxy.port()) + noRetries(server))) {
            MongoCollection<Document> documents = client.getDatabase("lost").getCollection("t");
            write(documents);
            FutureTask<Boolean> drop = new FutureTask<>(() -> proxy.dropAnswerToCommit(30_000));
            new Thread(drop, "drop").start();
            assertThatThrownBy(() -> {
                        while (!drop.isDone()) {
                            documents.find().first();
                            write(documents);
                        }
                    })
                    .isInstanceOf(MongoException.class);
            assertThat(drop.get()).isTrue();
            assertThat(direct.getDatabase("lost").getCollection("t").countDocuments())
                    .isEqualTo(sent);
            direct.getDatabase("lost").drop();
        }
    }

    /** The driver would send it once more, where the server lets it. */
    private static String noRetries(DatabaseServer server) {
        return (server.url().contains("?") ? "&" : "?") + "retryWrites=false";
    }

    private void write(MongoCollection<Document> documents) {
        sent++;
        documents.insertOne(new Document("number", sent));
    }
}
