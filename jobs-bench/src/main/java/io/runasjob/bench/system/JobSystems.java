package io.runasjob.bench.system;

import java.util.Arrays;
import java.util.List;

/** The systems by name. */
public enum JobSystems {
    /** This project. */
    RUNASJOB("runasjob", 120_000),
    /** db-scheduler. */
    DB_SCHEDULER("db-scheduler", 40_000),
    /** JobRunr. */
    JOBRUNR("jobrunr", 3_000),
    /** Quartz. */
    QUARTZ("quartz", 400),
    /** Plain JDBC on the tables of RunAsJob. */
    BARE("bare", 120_000);

    private final String label;
    private final int warmUpJobs;

    JobSystems(String label, int warmUpJobs) {
        this.label = label;
        this.warmUpJobs = warmUpJobs;
    }

    /** As it is written in options and results. */
    public String label() {
        return label;
    }

    /** Whether it runs on every engine, not on PostgreSQL alone. */
    public boolean runsEverywhere() {
        return this == RUNASJOB;
    }

    /** How many jobs the first round of a warm-up runs: what it gets through in some seconds. */
    public int warmUpJobs() {
        return warmUpJobs;
    }

    /** How many jobs for later it can take in a second, at the least. */
    public long schedulesPerSecond() {
        return this == JOBRUNR || this == QUARTZ ? 1_000 : 10_000;
    }

    /** How many of so many jobs it is given: Quartz, which would take minutes, gets a twentieth. */
    public long share(long jobs) {
        return this == QUARTZ ? jobs / 20 : jobs;
    }

    /** One that is not open yet, on the database with this URL. */
    public JobSystem on(String url) {
        return switch (this) {
            case RUNASJOB -> new RunAsJobSystem(url);
            case DB_SCHEDULER -> new DbSchedulerSystem(url);
            case JOBRUNR -> new JobRunrSystem(url);
            case QUARTZ -> new QuartzSystem(url);
            case BARE -> new BareSystem(url);
        };
    }

    /** All labels. */
    public static List<String> labels() {
        return Arrays.stream(values()).map(JobSystems::label).toList();
    }

    /** The system with this label. */
    public static JobSystems labelled(String label) {
        return Arrays.stream(values())
                .filter(system -> system.label.equals(label))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("No system '" + label + "'; there are " + labels()));
    }
}
