package io.runasjob.mongo;

import static org.awaitility.Awaitility.await;

import io.runasjob.testkit.DockerServer;
import io.runasjob.testkit.NamedServer;
import java.io.IOException;
import java.time.Duration;
import java.util.List;

/** The real server of the tests: the one that {@code JOBS_TEST_MONGO_URI} names, else a replica set of one in a container. */
final class RealMongo {
    private static final String IMAGE = "mongo:8";
    private static final int PORT = 27_017;
    private static final Duration LONG = Duration.ofMinutes(3);
    private static final String INITIATE =
            "rs.initiate({_id: 'tests', members: [{_id: 0, host: '127.0.0.1:" + PORT + "'}]}).ok";

    static final NamedServer SERVER = NamedServer.find("a real MongoDB", "JOBS_TEST_MONGO_URI", RealMongo::started);

    private RealMongo() {}

    private static String started() throws IOException {
        DockerServer server =
                DockerServer.start(IMAGE, PORT, List.of(), List.of("--replSet", "tests", "--bind_ip_all"));
        await().atMost(LONG)
                .ignoreExceptions()
                .until(() -> says(server, INITIATE).equals("1"));
        await().atMost(LONG)
                .ignoreExceptions()
                .until(() -> says(server, "db.hello().isWritablePrimary").equals("true"));
        // the set names its member as it is known inside of the container
        return "mongodb://127.0.0.1:" + server.port() + "/?directConnection=true";
    }

    private static String says(DockerServer server, String expression) throws IOException {
        return server.run(List.of("mongosh", "--quiet", "--eval", expression)).strip();
    }
}
