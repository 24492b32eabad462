package io.runasjob;

import io.runasjob.job.JobTypes;
import io.runasjob.maintenance.Maintenance;
import io.runasjob.monitor.WaitReasons;
import io.runasjob.spi.JobStore;
import io.runasjob.submit.Submitter;
import io.runasjob.worker.WorkerNode;
import java.util.concurrent.atomic.AtomicBoolean;

/** The parts of a running service, started and stopped in the right order. Safe for use by many threads. */
final class ServiceParts {
    private final JobStore store;
    private final boolean ownsStore;
    private final JobTypes types;
    private final Submitter submitter;
    private final WorkerNode node;
    private final Maintenance maintenance;
    private final Awaiter awaiter;
    private final ResultReader results;
    private final AtomicBoolean closed = new AtomicBoolean();

    ServiceParts(JobServiceBuilder builder, JobStore store, JobTypes types) {
        this.store = store;
        this.ownsStore = builder.ownsStore();
        this.types = types;
        this.submitter = builder.submitter(store, types);
        this.node = builder.node(store, types);
        this.maintenance = new Maintenance(store, builder.settings().deadAfter());
        this.awaiter = new Awaiter(store);
        this.results = new ResultReader(types, builder.codec());
    }

    void start() {
        store.open();
        node.start();
        maintenance.start();
        awaiter.start();
    }

    void close() {
        if (closed.compareAndSet(false, true)) {
            stopInOrder();
        }
    }

    private void stopInOrder() {
        try {
            maintenance.stop();
            node.stop();
            awaiter.stop();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            closeStore();
        }
    }

    void closeStore() {
        if (ownsStore) {
            store.close();
        }
    }

    boolean isClosed() {
        return closed.get();
    }

    JobStore store() {
        return store;
    }

    JobTypes types() {
        return types;
    }

    Submitter submitter() {
        return submitter;
    }

    WorkerNode node() {
        return node;
    }

    Awaiter awaiter() {
        return awaiter;
    }

    ResultReader results() {
        return results;
    }

    WaitReasons waitReasons() {
        return new WaitReasons(store);
    }
}
