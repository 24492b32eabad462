package io.runasjob.chaos;

import io.runasjob.chaos.history.Event;
import io.runasjob.chaos.history.EventLog;
import io.runasjob.chaos.history.History;
import io.runasjob.chaos.work.WorkerMain;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A worker process, and what can be done to it. */
final class WorkerJvm {
    private static final long LONGEST_CLOSE_SECONDS = 40;

    private final String name;
    private final Path folder;
    private final Process process;

    private WorkerJvm(String name, Path folder, Process process) {
        this.name = name;
        this.folder = folder;
        this.process = process;
    }

    /** Starts it; what it prints goes to a file beside its log. */
    static WorkerJvm start(String name, String url, Path folder) throws IOException {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx128m",
                        "-XX:+UseSerialGC",
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        WorkerMain.class.getName(),
                        url,
                        folder.toString(),
                        name)
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve(name + ".out").toFile())
                .start();
        return new WorkerJvm(name, folder, process);
    }

    String name() {
        return name;
    }

    boolean isAlive() {
        return process.isAlive();
    }

    List<Event> log() {
        return EventLog.read(History.logOf(folder, name));
    }

    /** SIGKILL; returns when nothing of it runs any more. */
    void kill() throws InterruptedException {
        process.destroyForcibly();
        process.waitFor();
    }

    /** SIGTERM: it begins to shut down. */
    void terminate() throws IOException, InterruptedException {
        signal("TERM");
    }

    /** SIGSTOP: it stands still, as in a long pause of its machine. */
    void freeze() throws IOException, InterruptedException {
        signal("STOP");
    }

    /** SIGCONT: it goes on. */
    void thaw() throws IOException, InterruptedException {
        signal("CONT");
    }

    /** Lets it shut down in peace. */
    void close() throws IOException, InterruptedException {
        process.getOutputStream().close();
        if (!process.waitFor(LONGEST_CLOSE_SECONDS, TimeUnit.SECONDS)) {
            kill();
            throw new IOException(name + " did not shut down within " + LONGEST_CLOSE_SECONDS + " s");
        }
    }

    private void signal(String signal) throws IOException, InterruptedException {
        int exit = new ProcessBuilder("kill", "-" + signal, Long.toString(process.pid()))
                .start()
                .waitFor();
        if (exit != 0) {
            throw new IOException("kill -" + signal + " " + process.pid() + " ended with " + exit);
        }
    }
}
