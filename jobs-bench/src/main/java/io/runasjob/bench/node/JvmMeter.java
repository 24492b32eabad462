package io.runasjob.bench.node;

import com.sun.management.GarbageCollectionNotificationInfo;
import com.sun.management.GcInfo;
import com.sun.management.OperatingSystemMXBean;
import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryUsage;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import javax.management.Notification;
import javax.management.NotificationEmitter;
import javax.management.openmbean.CompositeData;

/**
 * What this JVM has used: CPU time, and bytes allocated by all threads, those that have ended included: what the collections
 * freed, plus what is in use now. One for the JVM.
 */
final class JvmMeter {
    private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(2);

    private final AtomicLong freed = new AtomicLong();
    private final AtomicLong heard = new AtomicLong();

    JvmMeter() {
        for (GarbageCollectorMXBean collector : ManagementFactory.getGarbageCollectorMXBeans()) {
            ((NotificationEmitter) collector).addNotificationListener((event, none) -> collected(event), null, null);
        }
        heard.set(collections());
    }

    private void collected(Notification event) {
        if (event.getType().equals(GarbageCollectionNotificationInfo.GARBAGE_COLLECTION_NOTIFICATION)) {
            GcInfo collection = GarbageCollectionNotificationInfo.from((CompositeData) event.getUserData())
                    .getGcInfo();
            freed.addAndGet(used(collection.getMemoryUsageBeforeGc()) - used(collection.getMemoryUsageAfterGc()));
            heard.incrementAndGet();
        }
    }

    private static long used(Map<String, MemoryUsage> pools) {
        return pools.entrySet().stream()
                .filter(pool -> isHeap(pool.getKey()))
                .mapToLong(pool -> pool.getValue().getUsed())
                .sum();
    }

    private static boolean isHeap(String pool) {
        return pool.contains("Eden") || pool.contains("Survivor") || pool.contains("Old") || pool.contains("Tenured");
    }

    private static long collections() {
        return ManagementFactory.getGarbageCollectorMXBeans().stream()
                .mapToLong(GarbageCollectorMXBean::getCollectionCount)
                .sum();
    }

    /** Collects all garbage, and counts; the CPU time before and after, so that this collection can be left out. */
    Map<String, Object> read() {
        long before = cpuNanos();
        long heap = heapAfterCollection();
        return Map.of("cpuBefore", before, "cpuAfter", cpuNanos(), "allocated", freed.get() + heap, "heap", heap);
    }

    private long heapAfterCollection() {
        System.gc();
        long deadline = System.nanoTime() + PATIENCE_NANOS;
        while (heard.get() < collections() && System.nanoTime() < deadline) {
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(1));
        }
        return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    }

    private static long cpuNanos() {
        return ((OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean()).getProcessCpuTime();
    }
}
