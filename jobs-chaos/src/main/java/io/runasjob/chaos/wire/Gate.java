package io.runasjob.chaos.wire;

/** Open, or shut for all who want to pass. Safe for use by many threads. */
final class Gate {
    private boolean open = true;

    synchronized void open() {
        open = true;
        notifyAll();
    }

    synchronized void shut() {
        open = false;
    }

    /** Waits until it is open. */
    synchronized void pass() throws InterruptedException {
        while (!open) {
            wait();
        }
    }
}
