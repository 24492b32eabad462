package io.runasjob.bench.node;

import java.lang.management.CompilationMXBean;
import java.lang.management.ManagementFactory;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** The compiler of this JVM, which works beside the program and is some seconds behind it. */
final class BackgroundCompiler {
    private static final long LOOK_NANOS = TimeUnit.MILLISECONDS.toNanos(50);
    private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(60);

    private BackgroundCompiler() {}

    /** How long it has worked since the start, all its threads together. */
    static Map<String, Object> soFar() {
        return Map.of("millis", ManagementFactory.getCompilationMXBean().getTotalCompilationTime());
    }

    /** Waits until nothing was compiled for so long, a minute at most. */
    static Map<String, Object> awaitQuiet(long quietNanos) {
        CompilationMXBean compiler = ManagementFactory.getCompilationMXBean();
        long begin = System.nanoTime();
        long changed = begin;
        long spent = compiler.getTotalCompilationTime();
        while (System.nanoTime() - changed < quietNanos && System.nanoTime() - begin < PATIENCE_NANOS) {
            LockSupport.parkNanos(LOOK_NANOS);
            long now = compiler.getTotalCompilationTime();
            if (now != spent) {
                spent = now;
                changed = System.nanoTime();
            }
        }
        return Map.of();
    }
}
