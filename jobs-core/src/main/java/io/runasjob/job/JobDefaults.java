package io.runasjob.job;

import io.runasjob.job.InvalidValueException.Field;

/**
 * What holds for the jobs of a type unless the request says otherwise. Immutable; threads may share it.
 *
 * @param queue where they wait; letters, digits, '.', '_' and '-', 1 to 100
 * @param priority 0 to 10
 * @param limits attempts, timeout, and the retry policy of the type
 */
public record JobDefaults(String queue, int priority, JobLimits limits) {

    /** The queue of types that name none. */
    public static final String DEFAULT_QUEUE = "default";

    /** The queue of jobs that their creator starts and ends; no worker serves it. */
    public static final String BY_HAND_QUEUE = "by-hand";

    /** Queue {@value #DEFAULT_QUEUE}, priority {@link Priority#NORMAL}, {@link JobLimits#DEFAULT}. */
    public static final JobDefaults DEFAULT = new JobDefaults(DEFAULT_QUEUE, Priority.NORMAL, JobLimits.DEFAULT);

    /** The name of a queue within its rules; throws {@link InvalidValueException} otherwise. */
    public static String checkedQueue(String queue) {
        return Checks.word(Field.QUEUE, queue);
    }

    /** Checks the ranges; throws {@link InvalidValueException}. */
    public JobDefaults {
        Checks.word(Field.QUEUE, queue);
        Checks.priority(priority);
    }
}
