package io.runasjob.bench.report;

import io.runasjob.bench.system.JobSystems;
import io.runasjob.bench.workload.Sample;
import io.runasjob.bench.workload.Workload;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Everything that was measured, in the order in which it came. Not for use by several threads. */
public final class Results {
    private final Map<String, Measured> measured = new LinkedHashMap<>();
    private final Map<String, String> settings = new LinkedHashMap<>();
    private final Map<String, String> chosen = new LinkedHashMap<>();
    private final Map<String, String> tunings = new LinkedHashMap<>();
    private final List<String> undelivered = new ArrayList<>();
    private String engine = "";
    private Duration took = Duration.ZERO;

    /** What the server was asked about itself. */
    public void settings(String engineName, Map<String, String> serverSettings) {
        engine = engineName;
        settings.putAll(serverSettings);
    }

    /** What was asked for, by name. */
    public void chosen(Map<String, String> options) {
        new TreeMap<>(options).forEach(chosen::put);
    }

    Map<String, String> chosen() {
        return chosen;
    }

    /** How a system was set up. */
    public void tuning(JobSystems system, String line) {
        tunings.put(system.label(), line);
    }

    /** The length of it all. */
    public void took(Duration duration) {
        took = duration;
    }

    /**
     * Keeps a timed run.
     *
     * @param round of all workloads and systems
     */
    public void add(Workload workload, JobSystems system, int round, Sample sample) {
        entry(workload, system).samples().put(round, sample);
    }

    /** Keeps what a counting run counted, but not its speed. */
    public void count(Workload workload, JobSystems system, Sample sample) {
        Map<String, Double> counts = entry(workload, system).counts();
        sample.details().entrySet().stream()
                .filter(detail -> Measured.isCount(detail.getKey()))
                .forEach(detail -> counts.put(detail.getKey(), detail.getValue()));
    }

    private Measured entry(Workload workload, JobSystems system) {
        return measured.computeIfAbsent(
                workload.name() + " " + system.label(),
                key -> new Measured(
                        workload.name(), system.label(), workload.unit(), new TreeMap<>(), new TreeMap<>()));
    }

    /** Keeps that a run did not count. */
    public void undelivered(Workload workload, JobSystems system) {
        undelivered.add(workload.name() + " of " + system.label());
    }

    /** How many runs did not count. */
    public int undelivered() {
        return undelivered.size();
    }

    List<String> undeliveredRuns() {
        return undelivered;
    }

    /** All that has at least one timed run. */
    public List<Measured> all() {
        return measured.values().stream()
                .filter(entry -> !entry.samples().isEmpty())
                .toList();
    }

    Optional<Measured> find(String workload, String system) {
        return Optional.ofNullable(measured.get(workload + " " + system))
                .filter(entry -> !entry.samples().isEmpty());
    }

    String engine() {
        return engine;
    }

    Map<String, String> settings() {
        return settings;
    }

    Map<String, String> tunings() {
        return tunings;
    }

    Duration took() {
        return took;
    }
}
