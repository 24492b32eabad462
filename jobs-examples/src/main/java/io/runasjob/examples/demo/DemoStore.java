package io.runasjob.examples.demo;

import io.runasjob.jdbc.JdbcJobStore;
import io.runasjob.mongo.MongoJobStore;
import io.runasjob.spi.JobStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Properties;

/** Where the demo keeps its jobs: an H2 file, or a MongoDB database. */
sealed interface DemoStore {

    /**
     * What the system properties ask for: {@code demo.store} is {@code h2} (the default, with {@code demo.db}) or {@code mongo}
     * (with {@code demo.uri}).
     */
    static DemoStore of(Properties properties) {
        String kind = properties.getProperty("demo.store", "h2");
        return switch (kind) {
            case "h2" -> new H2File(properties.getProperty("demo.db", "target/demo/jobs"));
            case "mongo" -> new Mongo(properties.getProperty("demo.uri", "mongodb://localhost:27017/runasjob_demo"));
            default -> throw new IllegalArgumentException("demo.store is '" + kind + "', expected h2 or mongo.");
        };
    }

    /** The open store. */
    JobStore open() throws IOException;

    /** Where to look afterwards. */
    String place();

    /**
     * An H2 database.
     *
     * @param given the path of its file
     */
    record H2File(String given) implements DemoStore {
        @Override
        public JobStore open() throws IOException {
            Files.createDirectories(file().resolveSibling("."));
            return JdbcJobStore.open("jdbc:h2:file:" + file());
        }

        @Override
        public String place() {
            return file() + ".mv.db";
        }

        private Path file() {
            if (given.contains(";")) {
                throw new IllegalArgumentException(
                        "demo.db is '" + given + "', expected the path of a file without ';'.");
            }
            return Path.of(given.replaceFirst("\\.mv\\.db$", ""))
                    .toAbsolutePath()
                    .normalize();
        }
    }

    /**
     * A MongoDB database.
     *
     * @param uri its connection string, which may hold a password
     */
    record Mongo(String uri) implements DemoStore {
        @Override
        public JobStore open() {
            return MongoJobStore.open(uri);
        }

        @Override
        public String place() {
            return "the MongoDB database of demo.uri";
        }
    }
}
