package io.runasjob.jdbc;

/** An executor for tests that block: the common pool of a machine with two processors has one thread from JDK 25 on. */
final class OwnThread {
    private OwnThread() {}

    static void start(Runnable task) {
        Thread thread = new Thread(task);
        thread.setDaemon(true);
        thread.start();
    }
}
