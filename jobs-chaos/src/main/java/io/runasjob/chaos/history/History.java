package io.runasjob.chaos.history;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** All that was seen of a run: the log of each process, by its name, and the final state. Immutable; threads may share it. */
public final class History {
    private static final String SUFFIX = ".log";

    private final Map<String, List<Event>> logs;
    private final FinalState state;
    private final Map<String, FinalJob> jobs;

    /** Copies the logs. */
    public History(Map<String, List<Event>> logs, FinalState state) {
        this.logs = new TreeMap<>(logs);
        this.state = state;
        this.jobs = state.jobs().stream().collect(Collectors.toMap(FinalJob::id, Function.identity()));
    }

    /** Reads the logs of a folder. */
    public static History read(Path folder, FinalState state) throws IOException {
        Map<String, List<Event>> logs = new TreeMap<>();
        try (Stream<Path> files = Files.list(folder)) {
            files.filter(file -> file.toString().endsWith(SUFFIX))
                    .forEach(file -> logs.put(processOf(file), EventLog.read(file)));
        }
        return new History(logs, state);
    }

    /** Where a process keeps its log. */
    public static Path logOf(Path folder, String process) {
        return folder.resolve(process + SUFFIX);
    }

    private static String processOf(Path log) {
        String name = String.valueOf(log.getFileName());
        return name.substring(0, name.length() - SUFFIX.length());
    }

    /** The logs by process. */
    public Map<String, List<Event>> logs() {
        return logs;
    }

    /** What the database held at the end. */
    public FinalState state() {
        return state;
    }

    /** The job with this id. */
    public Optional<FinalJob> job(String id) {
        return Optional.ofNullable(jobs.get(id));
    }

    /** All events of a kind, by time. */
    public <E extends Event> List<E> all(Class<E> kind) {
        return logs.values().stream()
                .flatMap(List::stream)
                .filter(kind::isInstance)
                .map(kind::cast)
                .sorted(Comparator.comparingLong(Event::at))
                .toList();
    }

    /** The events of a kind in one log, in its order. */
    public <E extends Event> List<E> of(String process, Class<E> kind) {
        return logs.getOrDefault(process, List.of()).stream()
                .filter(kind::isInstance)
                .map(kind::cast)
                .toList();
    }
}
