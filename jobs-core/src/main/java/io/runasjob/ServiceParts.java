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
    private final AtomicBoolean closing = new AtomicBoolean();
    private volatile boolean closed;

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
        if (closing.compareAndSet(false, true)) {
            stopInOrder();
        }
    }

    private void stopInOrder() {
        try {
            maintenance.stop();
            node.stop();
        } finally {
            closed = true;
            awaiter.stop();
            closeStore();
        }
    }

    private void closeStore() {
        if (ownsStore) {
            store.close();
        }
    }

    /** Whether the last job of this node has ended: until then its handlers may submit, await and look. */
    boolean isClosed() {
        return closed;
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
