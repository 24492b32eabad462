package io.runasjob.chaos;

import io.runasjob.chaos.check.InFlight;
import io.runasjob.chaos.check.Property;
import io.runasjob.chaos.history.Event;
import io.runasjob.chaos.history.Event.Acknowledged;
import io.runasjob.chaos.history.Event.Fault;
import io.runasjob.chaos.history.Event.Kind;
import io.runasjob.chaos.history.Event.Unanswered;
import io.runasjob.chaos.history.FinalJob;
import io.runasjob.chaos.history.History;
import io.runasjob.job.JobStatus;
import java.util.EnumMap;
import java.util.Formatter;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;

/** What came of a run, for people. */
final class Report {
    private static final int MOST_VIOLATIONS_SHOWN = 10;

    private final Settings settings;
    private final String note;
    private final Set<Property> unproved;
    private final Map<Kind, Integer> asked;
    private final History history;
    private final Map<Property, List<String>> violations = new EnumMap<>(Property.class);
    private final Formatter out = new Formatter(Locale.ROOT);

    /**
     * @param note on the server, or empty
     * @param asked how many faults of each kind were to strike
     * @param unproved properties of which this history can say nothing, because the server has no transactions
     */
    Report(Settings settings, String note, Map<Kind, Integer> asked, Set<Property> unproved, History history) {
        this.settings = settings;
        this.note = note;
        this.unproved = Set.copyOf(unproved);
        this.asked = asked;
        this.history = history;
        for (Property property : Property.values()) {
            violations.put(property, property.violations(history));
        }
    }

    /** Whether every property holds. */
    boolean isGood() {
        return violations.values().stream().allMatch(List::isEmpty);
    }

    /** What was violated, and how. */
    Map<Property, List<String>> violations() {
        return violations;
    }

    /** Of which properties the run says nothing. */
    Set<Property> unproved() {
        return unproved;
    }

    /** How many faults of a kind struck somebody who had something in his hands. */
    long struck(Kind kind) {
        return faults(kind).stream().filter(this::hasStruck).count();
    }

    /** The whole table. */
    List<String> lines() {
        if (out.toString().isEmpty()) {
            write();
        }
        return out.toString().lines().toList();
    }

    private void write() {
        out.format("engine %s, seed %d, logs in %s%n", settings.engine(), settings.seed(), settings.folder());
        if (!note.isEmpty()) {
            out.format("%s%n", note);
        }
        jobs();
        faults();
        recovery();
        verdicts();
    }

    private void jobs() {
        List<FinalJob> jobs = history.state().jobs();
        long acknowledged = history.all(Acknowledged.class).stream()
                .filter(Acknowledged::created)
                .count();
        out.format("%n");
        out.format(
                "jobs: %d, of which acknowledged %d; calls without an answer %d%n",
                jobs.size(), acknowledged, unanswered());
        out.format("      %s%n", counts(jobs, job -> job.status().name()));
        out.format(
                "attempts: %s%n",
                counts(
                        jobs.stream().flatMap(job -> job.attempts().stream()).toList(),
                        attempt -> attempt.outcome().name()));
        out.format("fenced effects: %d%n", history.state().effects().size());
    }

    private long unanswered() {
        return history.all(Unanswered.class).size();
    }

    private void faults() {
        out.format("%n");
        out.format("%-24s %8s %9s %17s%n", "fault", "asked", "injected", "struck in flight");
        asked.forEach((kind, number) -> out.format(
                "%-24s %8d %9d %17d%n", words(kind), number, faults(kind).size(), struck(kind)));
    }

    private void recovery() {
        out.format("%n");
        out.format(
                "a job of a killed process runs elsewhere after  %s%n",
                Recovery.afterKills(history).words());
        out.format(
                "after a restart of the server a job ends after  %s%n",
                Recovery.afterRestarts(history).words());
        out.format("throughput under faults: %.1f completed jobs/s over %.0f s%n", throughput(), seconds());
    }

    private void verdicts() {
        out.format("%n");
        violations.forEach((property, found) -> {
            out.format("%-52s %s%n", property.sentence(), verdict(property, found));
            found.stream().limit(MOST_VIOLATIONS_SHOWN).forEach(each -> out.format("    %s%n", each));
        });
        out.format("%n");
        out.format("%s (seed %d)%n", isGood() ? "GOOD" : "BAD", settings.seed());
    }

    /** What cannot be proved may still be seen to be wrong. */
    private String verdict(Property property, List<String> found) {
        if (!found.isEmpty()) {
            return "VIOLATED " + found.size();
        }
        return unproved.contains(property) ? "NOT CHECKED: this server has no transactions" : "holds";
    }

    private double throughput() {
        return history.state().jobs().stream()
                        .filter(job -> job.status() == JobStatus.COMPLETED)
                        .count()
                / seconds();
    }

    /** From the first event to the last. */
    private double seconds() {
        List<Event> events = history.all(Event.class);
        return events.isEmpty()
                ? 1
                : Math.max(
                        1, (events.get(events.size() - 1).at() - events.get(0).at()) / 1e6);
    }

    private List<Fault> faults(Kind kind) {
        return history.all(Fault.class).stream()
                .filter(fault -> fault.kind() == kind)
                .toList();
    }

    private boolean hasStruck(Fault fault) {
        return history.logs().entrySet().stream()
                .filter(log ->
                        fault.victim().equals(log.getKey()) || fault.victim().equals(Fault.EVERYBODY))
                .anyMatch(log -> InFlight.of(log.getValue()).struckBy(fault));
    }

    private static <T> String counts(List<T> all, Function<T, String> word) {
        return all.stream()
                .collect(Collectors.groupingBy(word, TreeMap::new, Collectors.counting()))
                .entrySet()
                .stream()
                .map(entry -> entry.getKey() + " " + entry.getValue())
                .collect(Collectors.joining(", "));
    }

    private static String words(Kind kind) {
        return kind.name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }
}
