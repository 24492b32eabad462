package io.runasjob.chaos.history;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;

/**
 * The log of one process. A line is with the operating system when {@link #write} returns, so that the death of the process
 * takes nothing away. Safe for use by many threads.
 */
public final class EventLog implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final OutputStream out;

    private EventLog(OutputStream out) {
        this.out = out;
    }

    /** Opens a log to append to. */
    public static EventLog open(Path file) throws IOException {
        return new EventLog(Files.newOutputStream(file, StandardOpenOption.CREATE, StandardOpenOption.APPEND));
    }

    /** Appends a line. */
    public synchronized void write(Event event) {
        try {
            out.write((JSON.writeValueAsString(event) + "\n").getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What a log holds; nothing when there is none. A last line that death cut short counts as not written. */
    public static List<Event> read(Path file) {
        try {
            String text = Files.readString(file);
            List<Event> events = new ArrayList<>();
            for (String line :
                    text.substring(0, text.lastIndexOf('\n') + 1).lines().toList()) {
                events.add(JSON.readValue(line, Event.class));
            }
            return events;
        } catch (NoSuchFileException e) {
            return List.of();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Now, in microseconds since 1970. */
    public static long now() {
        return ChronoUnit.MICROS.between(Instant.EPOCH, Instant.now());
    }

    @Override
    public void close() throws IOException {
        out.close();
    }
}
