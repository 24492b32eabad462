package io.runasjob.bench.workload;

/** Not exactly the submitted jobs were finished. */
public final class UndeliveredException extends Exception {
    private static final long serialVersionUID = 1L;

    UndeliveredException(String message) {
        super(message);
    }
}
