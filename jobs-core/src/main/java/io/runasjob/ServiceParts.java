package io.runasjob;

import io.runasjob.job.InvalidValueException;
import io.runasjob.job.InvalidValueException.Field;
import io.runasjob.job.JobRequest;
import io.runasjob.job.JobType;
import io.runasjob.job.JobTypes;
import io.runasjob.maintenance.Maintenance;
import io.runasjob.monitor.WaitReasons;
import io.runasjob.spi.JobIntake.Admission;
import io.runasjob.spi.JobStore;
import io.runasjob.spi.StoreTransaction;
import io.runasjob.submit.Submitter;
import io.runasjob.worker.WorkerNode;
import java.util.Collection;
import java.util.List;
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
    private final CommitWatch commits;
    private final ResultReader results;
    private final AtomicBoolean closing = new AtomicBoolean();
    private volatile boolean closed;

    ServiceParts(JobServiceBuilder builder, JobStore store, JobTypes types) {
        this.store = store;
        this.ownsStore = builder.ownsStore();
        this.types = types;
        this.node = builder.node(store, types);
        this.submitter = builder.submitter(store, types, node);
        this.maintenance = new Maintenance(store, builder.settings().deadAfter(), node.outage(), node::isSteady);
        node.tellFindings(maintenance::heard);
        this.awaiter = new Awaiter(store, node.outage());
        this.commits = new CommitWatch(store, node.outage());
        this.results = new ResultReader(types, builder.codec());
    }

    void start() {
        types.all().forEach(this::requireResource);
        store.open();
        node.start();
        maintenance.start();
        awaiter.start();
        commits.start();
    }

    private void requireResource(JobType type) {
        type.code().resource().filter(resource -> !store.supplies(resource)).ifPresent(resource -> {
            String came = type + ", which takes a " + resource.getName();
            String expected = "a handler without it, because "
                    + store.getClass().getSimpleName() + " supplies none; or a store that does";
            throw new InvalidValueException(Field.HANDLER, came, expected, null);
        });
    }

    /** Submits inside a transaction of the caller's, and sees to it that the bell rings after its commit. */
    List<Admission> submit(Collection<? extends JobRequest<?>> requests, StoreTransaction transaction) {
        Submitter.Stored stored = submitter.store(requests, store.joining(transaction));
        stored.admissions().stream()
                .filter(Admission::created)
                .findFirst()
                .ifPresent(one -> commits.expect(one.id(), stored.bells()));
        return stored.admissions();
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
            commits.stop();
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
