package io.runasjob.chaos.work;

import io.runasjob.JobHandle;
import io.runasjob.JobService;
import io.runasjob.chaos.history.Effect;
import io.runasjob.chaos.history.EventLog;
import io.runasjob.job.JobRequest;
import io.runasjob.job.StoreUnavailableException;
import io.runasjob.spi.JobStore;
import java.util.List;
import java.util.Set;

/**
 * What a process finds at the URL of a database: the store of its jobs, and beside it the application's own data, which have no
 * key, so that doubles stay visible. Everything that differs from engine to engine in what the processes do is behind this.
 * Threads may share it; what it made is not to be used when it is closed.
 */
public interface Ground extends AutoCloseable {

    /** The ground at a URL that begins with {@code jdbc:} or {@code mongodb:}. */
    static Ground at(String url) {
        return url.startsWith("mongodb:") ? new MongoGround(url) : new JdbcGround(url);
    }

    /** Makes what the store and the application need; once, before anybody works here. */
    void prepare();

    /** A store on what was prepared, with connections of its own. */
    JobStore store();

    /** Handlers of all types that write to the application's data, and of which some submit others. */
    Object handlers(EventLog log, Children children);

    /** Whether there are transactions that hold the application's data and its jobs together. */
    boolean hasTransactions();

    /** Begins such a transaction, to submit in. */
    Order order();

    /** A connection of its own. */
    Line line();

    /** What handlers wrote in the transactions that ended their jobs. */
    List<Effect> effects();

    /** What handlers wrote outside of any transaction. */
    List<Effect> traces();

    /** Ids of jobs that were written down in the transactions in which they were submitted. */
    Set<String> orders();

    /** Ends what it holds itself; stores and lines have an end of their own. */
    @Override
    void close();

    /**
     * A transaction of the application's; rolled back when it is closed without another end. Whatever the database refuses
     * comes out as a {@link StoreUnavailableException}. Used by one thread.
     */
    interface Order extends AutoCloseable {
        /** Submits jobs in it, and writes each down. */
        List<JobHandle<Object>> submit(JobService service, List<JobRequest<Object>> requests);

        /** Commits it. */
        void commit();

        @Override
        void close();
    }

    /** A connection for something small; fails with a {@link StoreUnavailableException}. Used by one thread. */
    interface Line extends AutoCloseable {
        /** Counts one more beat of a process. */
        void beat(String process);

        @Override
        void close();
    }
}
