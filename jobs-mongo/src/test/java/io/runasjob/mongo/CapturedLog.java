package io.runasjob.mongo;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** What slf4j-simple writes while this is open. */
final class CapturedLog implements AutoCloseable {
    private final PrintStream usual = System.err;
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

    CapturedLog() {
        System.setErr(new PrintStream(bytes, true, StandardCharsets.UTF_8));
    }

    /** The lines of level INFO and above from the loggers whose name holds this part. */
    List<String> lines(String logger) {
        return bytes.toString(StandardCharsets.UTF_8)
                .lines()
                .filter(line -> line.matches(".*(INFO|WARN|ERROR) .*" + logger + ".*"))
                .toList();
    }

    @Override
    public void close() {
        System.setErr(usual);
    }
}
