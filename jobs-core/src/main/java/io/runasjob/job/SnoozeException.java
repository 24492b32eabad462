package io.runasjob.job;

import java.time.Duration;

/** Thrown out of a handler, by {@link JobContext#snooze}, to be run again later. Spends no attempt. */
public final class SnoozeException extends JobsException {
    private static final long serialVersionUID = 1L;

    private final Duration delay;

    /** @param delay zero to ten years; throws {@link InvalidValueException} otherwise */
    public SnoozeException(Duration delay) {
        super("The handler asked to be run again after " + delay + ". Let this exception pass.", null, true);
        this.delay = Checks.delay(delay);
    }

    /** How long after now the next attempt is due. */
    public Duration delay() {
        return delay;
    }
}
