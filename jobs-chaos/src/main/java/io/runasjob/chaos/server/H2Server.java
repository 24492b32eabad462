package io.runasjob.chaos.server;

import io.runasjob.chaos.wire.CommitSpy;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * H2 in server mode, in a JVM of its own, with commits that are written before they are answered, and a database that stays
 * open while nobody is connected. Nobody reads its protocol
 * here: its messages have no length, so that each would have to be understood to find the next. Cuts and hold-ups work as with
 * the others.
 */
final class H2Server implements DatabaseServer {
    private static final long LONGEST_NANOS = TimeUnit.SECONDS.toNanos(30);

    private final Path folder;
    private final int port;
    private Process process;

    H2Server(Path folder) throws IOException {
        this.folder = Files.createDirectories(folder.resolve("h2")).toAbsolutePath();
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            this.port = free.getLocalPort();
        }
        this.process = start();
    }

    @Override
    public int port() {
        return port;
    }

    @Override
    public String url(int reachedAt) {
        return "jdbc:h2:tcp://127.0.0.1:" + reachedAt + "/./jobs;WRITE_DELAY=0;DB_CLOSE_DELAY=-1";
    }

    @Override
    public CommitSpy spy() {
        return CommitSpy.blind();
    }

    @Override
    public boolean isSpied() {
        return false;
    }

    @Override
    public void kill() throws InterruptedException {
        process.destroyForcibly();
        process.waitFor();
    }

    @Override
    public void restart() throws IOException {
        process = start();
    }

    @Override
    public void close() {
        process.destroy();
        process.onExit().join();
    }

    private Process start() throws IOException {
        Process started = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx512m",
                        "-Dh2.bindAddress=127.0.0.1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        "org.h2.tools.Server",
                        "-tcp",
                        "-tcpPort",
                        Integer.toString(port),
                        "-baseDir",
                        folder.toString(),
                        "-ifNotExists")
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(
                        folder.resolve("server.out").toFile()))
                .start();
        awaitDoor(started);
        return started;
    }

    private void awaitDoor(Process started) throws IOException {
        long end = System.nanoTime() + LONGEST_NANOS;
        while (!isListening()) {
            if (!started.isAlive() || System.nanoTime() > end) {
                throw new IOException("H2 did not start; see server.out in " + folder);
            }
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(20));
        }
    }

    private boolean isListening() {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 100);
            return true;
        } catch (IOException e) {
            return false;
        }
    }
}
