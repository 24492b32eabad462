package io.runasjob.worker;

import io.runasjob.job.InvalidValueException;
import io.runasjob.job.InvalidValueException.Field;
import io.runasjob.job.Progress;
import io.runasjob.job.ProgressReporter;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * The newest progress of one attempt, in memory, and whether it is stored yet. Each attempt begins anew: the first thing that
 * it says replaces what an earlier attempt left. Safe for use by many threads.
 */
final class ProgressTracker implements ProgressReporter {
    private static final int LONGEST_MESSAGE = 1_000;

    private final Runnable onChange;
    private Progress newest = Progress.NONE;
    private Progress stored;

    ProgressTracker(Progress before, Runnable onChange) {
        this.stored = before;
        this.onChange = onChange;
    }

    @Override
    public ProgressReporter total(long items) {
        require(items >= 0, "total " + items, "0 or more items");
        return change(p -> new Progress(p.processed(), items, p.percentOrNull(), p.message()));
    }

    @Override
    public ProgressReporter step() {
        return step(1);
    }

    @Override
    public ProgressReporter step(long items) {
        require(items >= 0, "step of " + items, "0 or more items");
        return change(p -> new Progress(sum(p.processed(), items), p.totalOrNull(), p.percentOrNull(), p.message()));
    }

    @Override
    public ProgressReporter processed(long items) {
        require(items >= 0, "processed " + items, "0 or more items");
        return change(p -> new Progress(items, p.totalOrNull(), p.percentOrNull(), p.message()));
    }

    @Override
    public ProgressReporter percent(int percent) {
        require(percent >= 0 && percent <= 100, "percent " + percent, "0 to 100");
        return change(p -> new Progress(p.processed(), p.totalOrNull(), percent, p.message()));
    }

    @Override
    public ProgressReporter message(String text) {
        String legal = text.replace('\0', '\uFFFD');
        String cut = legal.length() <= LONGEST_MESSAGE ? legal : legal.substring(0, LONGEST_MESSAGE);
        return change(p -> new Progress(p.processed(), p.totalOrNull(), p.percentOrNull(), cut));
    }

    /** What is to be stored, or null when the newest value is stored already. */
    synchronized @Nullable Progress unstored() {
        return newest.equals(stored) ? null : newest;
    }

    synchronized void stored(Progress value) {
        stored = value;
    }

    private ProgressReporter change(UnaryOperator<Progress> edit) {
        synchronized (this) {
            newest = edit.apply(newest);
        }
        onChange.run();
        return this;
    }

    /** At most the largest number, both being zero or more. */
    private static long sum(long done, long more) {
        return done > Long.MAX_VALUE - more ? Long.MAX_VALUE : done + more;
    }

    private static void require(boolean legal, String came, String expected) {
        if (!legal) {
            throw new InvalidValueException(Field.PROGRESS, came, expected, null);
        }
    }
}
