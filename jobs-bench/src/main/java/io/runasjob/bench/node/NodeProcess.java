package io.runasjob.bench.node;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** The controller's end of a node. Not for use by several threads. */
public final class NodeProcess implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final long LONGEST_END_SECONDS = 30;

    private final Process process;
    private final Writer commands;
    private final BufferedReader answers;
    private final String tuning;

    private NodeProcess(Process process) throws IOException {
        this.process = process;
        this.commands = process.outputWriter(StandardCharsets.UTF_8);
        this.answers = process.inputReader(StandardCharsets.UTF_8);
        this.tuning = answer().get("tuning").asText();
    }

    /**
     * Starts a node and waits until it is ready.
     *
     * @param jvm options of its JVM
     * @param arguments see {@link BenchNode}
     */
    public static NodeProcess start(List<String> jvm, List<String> arguments) throws IOException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(jvm);
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), BenchNode.class.getName()));
        command.addAll(arguments);
        return new NodeProcess(new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start());
    }

    /** The settings of its system, in a line. */
    public String tuning() {
        return tuning;
    }

    /**
     * Gives a command and waits for its answer.
     *
     * @param words the command and its arguments, {@code name=?}
     * @param numbers instead of the question marks
     * @throws IllegalStateException when the node failed to do it, or is gone
     */
    public JsonNode ask(String words, Object... numbers) throws IOException {
        say(words, numbers);
        return answer();
    }

    /** Gives a command whose {@link #answer} is taken later. */
    public void say(String words, Object... numbers) throws IOException {
        String command = words;
        for (Object number : numbers) {
            command = command.replaceFirst("\\?", number.toString());
        }
        commands.write(command + "\n");
        commands.flush();
    }

    /** Waits for the next answer. */
    public JsonNode answer() throws IOException {
        for (String line = answers.readLine(); line != null; line = answers.readLine()) {
            if (line.startsWith(BenchNode.FAILURE)) {
                throw new IllegalStateException("A node failed: " + line.substring(BenchNode.FAILURE.length()));
            }
            if (line.startsWith(BenchNode.ANSWER)) {
                return JSON.readTree(line.substring(BenchNode.ANSWER.length()));
            }
        }
        throw new IllegalStateException("A node ended before it answered");
    }

    /** Ends it in good order; by force when it does not end. */
    @Override
    public void close() throws IOException {
        commands.close();
        try {
            if (!process.waitFor(LONGEST_END_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
        answers.close();
    }
}
