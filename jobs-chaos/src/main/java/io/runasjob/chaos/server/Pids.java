package io.runasjob.chaos.server;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Ends servers by the process id that they wrote down. */
final class Pids {
    private static final long LONGEST_SECONDS = 30;

    private Pids() {}

    /** kill -9 to the process named in the first line of that file, and the wait for its end and that of its children. */
    static void kill(Path pidFile) throws IOException, InterruptedException {
        long pid = Long.parseLong(Files.readAllLines(pidFile).get(0).trim());
        ProcessHandle server = ProcessHandle.of(pid).orElseThrow(() -> new IOException("No process " + pid));
        List<ProcessHandle> children = server.descendants().toList();
        server.destroyForcibly();
        awaitEnd(server);
        for (ProcessHandle child : children) {
            awaitEnd(child);
        }
    }

    private static void awaitEnd(ProcessHandle process) throws IOException, InterruptedException {
        try {
            process.onExit().get(LONGEST_SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException | TimeoutException e) {
            throw new IOException("Process " + process.pid() + " outlived the kill of its server", e);
        }
    }
}
