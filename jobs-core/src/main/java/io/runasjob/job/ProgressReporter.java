package io.runasjob.job;

/**
 * Where a running handler says how far it is: items of a total, or a percentage, with a message. Calls are cheap: they
 * change memory only, and the newest value is stored in the background a few times a second. Safe for use by several
 * threads.
 */
public interface ProgressReporter {
    /** Items in all, 0 or more. */
    ProgressReporter total(long items);

    /** One more item is done. */
    ProgressReporter step();

    /** So many more items are done, 0 or more. */
    ProgressReporter step(long items);

    /** Items done so far, 0 or more. */
    ProgressReporter processed(long items);

    /** How far the job is, 0 to 100, for handlers that count no items. */
    ProgressReporter percent(int percent);

    /** What the job is doing; cut after 1,000 characters. */
    ProgressReporter message(String text);
}
