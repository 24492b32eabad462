package io.runasjob.bench.engine;

import java.nio.file.Path;

/** The engines by name. */
public final class Engines {
    private Engines() {}

    /**
     * Starts one.
     *
     * @param name {@code postgresql}, {@code mariadb}, {@code h2} or {@code mongodb}
     * @param folder for what an engine has to write
     */
    public static Engine start(String name, Path folder) throws Exception {
        return switch (name) {
            case "postgresql" -> new PostgresEngine();
            case "mariadb" -> new MariaEngine(folder);
            case "h2" -> new H2Engine(folder);
            case "mongodb" -> MongoEngine.start();
            default ->
                throw new IllegalArgumentException(
                        "No engine '" + name + "'; there are postgresql, mariadb, h2, mongodb");
        };
    }
}
