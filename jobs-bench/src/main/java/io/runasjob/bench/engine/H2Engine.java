package io.runasjob.bench.engine;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/** H2 as files of the node; a commit is written before it returns. */
final class H2Engine implements Engine {
    private static final String OPTIONS = ";WRITE_DELAY=0;TRACE_LEVEL_FILE=0";

    private final Path folder;
    private int databases;

    H2Engine(Path folder) {
        this.folder = folder;
    }

    @Override
    public String name() {
        return "h2";
    }

    @Override
    public String fresh() throws IOException {
        delete();
        databases++;
        delete(); // of an earlier benchmark in the same folder
        Files.createDirectories(folder);
        return "jdbc:h2:" + file() + OPTIONS;
    }

    private void delete() throws IOException {
        Files.deleteIfExists(file().resolveSibling(file().getFileName() + ".mv.db"));
    }

    private Path file() {
        return folder.resolve("h2-" + databases).toAbsolutePath();
    }

    @Override
    public Map<String, String> settings() {
        return Map.of("WRITE_DELAY", "0");
    }

    @Override
    public EngineReading read() {
        return EngineReading.NOTHING;
    }

    @Override
    public void close() {
        // it ends with its node
    }
}
