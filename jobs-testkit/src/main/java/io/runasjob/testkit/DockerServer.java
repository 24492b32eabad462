package io.runasjob.testkit;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * A database server in a container, for tests on engines that nothing else here can start. It listens on the loopback address
 * only, on a free port, and is removed when this JVM ends. Immutable; threads may share it.
 */
public final class DockerServer {
    /** The image may have to be fetched. */
    private static final Duration FETCH = Duration.ofMinutes(5);

    private static final Duration ANSWER = Duration.ofSeconds(30);

    private final String program;
    private final String id;
    private final int port;

    private DockerServer(String program, String id, int port) {
        this.program = program;
        this.id = id;
        this.port = port;
    }

    /**
     * Starts a server, which may take a while longer until it answers.
     *
     * @param image its name and tag
     * @param port where the server listens inside of its container
     * @param options of {@code docker run}, such as {@code -e} and a variable
     * @param arguments for the server
     * @throws IOException when there is no Docker, or it does not do as told; the message has its words
     */
    public static DockerServer start(String image, int port, List<String> options, List<String> arguments)
            throws IOException {
        return start("docker", image, port, options, arguments);
    }

    static DockerServer start(String program, String image, int port, List<String> options, List<String> arguments)
            throws IOException {
        call(program, ANSWER, List.of("version"));
        List<String> run = new ArrayList<>(List.of("run", "-d", "--rm", "-p", "127.0.0.1::" + port));
        run.addAll(options);
        run.add(image);
        run.addAll(arguments);
        String id = lastLine(call(program, FETCH, run));
        Runtime.getRuntime().addShutdownHook(new Thread(() -> remove(program, id)));
        String address = lastLine(call(program, ANSWER, List.of("port", id, port + "/tcp")));
        return new DockerServer(program, id, Integer.parseInt(address.substring(address.lastIndexOf(':') + 1)));
    }

    /** The port on the loopback address of this machine. */
    public int port() {
        return port;
    }

    /**
     * Runs a command in the container and returns what it printed.
     *
     * @throws IOException when it fails; the message has its words
     */
    public String run(List<String> command) throws IOException {
        List<String> exec = new ArrayList<>(List.of("exec", id));
        exec.addAll(command);
        return call(program, ANSWER, exec);
    }

    private static void remove(String program, String id) {
        try {
            call(program, ANSWER, List.of("rm", "-f", id));
        } catch (IOException e) {
            throw new IllegalStateException("The container " + id + " may still run: " + e.getMessage(), e);
        }
    }

    private static String lastLine(String text) {
        String[] lines = text.strip().split("\n", -1);
        return lines[lines.length - 1].strip();
    }

    private static String call(String program, Duration limit, List<String> arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of(program));
        command.addAll(arguments);
        Path output = Files.createTempFile("docker", ".txt");
        try {
            Process process = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(output.toFile())
                    .start();
            boolean ended = ends(process, limit);
            String said = Files.readString(output, StandardCharsets.UTF_8);
            if (!ended || process.exitValue() != 0) {
                String how = ended ? "ended with " + process.exitValue() : "did not end within " + limit;
                throw new IOException(String.join(" ", command) + " " + how + ": " + said.strip());
            }
            return said;
        } finally {
            Files.delete(output);
        }
    }

    private static boolean ends(Process process, Duration limit) {
        try {
            boolean ended = process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS);
            if (!ended) {
                process.destroyForcibly();
            }
            return ended;
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
