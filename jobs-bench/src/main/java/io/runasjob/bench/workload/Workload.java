package io.runasjob.bench.workload;

import io.runasjob.bench.system.JobSystems;

/** One thing that is measured. Immutable; threads may share it. */
public interface Workload {

    /** As it is written in options and results. */
    String name();

    /** What {@link Sample#value} is in: {@code jobs/s}, or {@code ms}, where less is better. */
    String unit();

    /** Whether it can be measured of this system. */
    default boolean suits(JobSystems system) {
        return true;
    }

    /** Whether there is something to count in a run of its own: its statements. */
    default boolean counts() {
        return true;
    }

    /**
     * Measures once.
     *
     * @throws UndeliveredException when not exactly the submitted jobs were finished: the run does not count
     */
    Sample run(Session session) throws Exception;
}
