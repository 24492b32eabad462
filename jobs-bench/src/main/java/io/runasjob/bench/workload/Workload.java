package io.runasjob.bench.workload;

import io.runasjob.bench.system.JobSystems;

/** One thing that is measured. Immutable; threads may share it. */
public interface Workload {

    /** As it is written in options and results. */
    String name();

    /** What {@link Sample#value} is in: {@code jobs/s}, or {@code ms}, where less is better. */
    String unit();

    /** Whether it can be measured of this system on this engine. */
    default boolean suits(JobSystems system, String engine) {
        return true;
    }

    /** Whether statements are counted, and when. */
    default Counting counting() {
        return Counting.APART;
    }

    /** When statements are counted: it costs time. */
    enum Counting {
        /** Never. */
        NEVER,
        /** In a run of its own. */
        APART,
        /** In every run: they are what is measured. */
        ALWAYS
    }

    /**
     * Measures once.
     *
     * @throws UndeliveredException when not exactly the submitted jobs were finished: the run does not count
     */
    Sample run(Session session) throws Exception;
}
