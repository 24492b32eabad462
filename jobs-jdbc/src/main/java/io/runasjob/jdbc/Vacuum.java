package io.runasjob.jdbc;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLWarning;
import java.sql.Statement;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Vacuums the live table of PostgreSQL. A claimed job leaves an entry in the index of ready ones, which every claim passes by
 * until a vacuum takes it away, and the server's own comes once a minute at best: 70,000 such entries are a millisecond for
 * each claim. So the engine does it after {@value #WORTH_IT} claimed jobs, for a twentieth of the time at most, whoever of
 * the nodes did it last, on a connection of its own. It waits for nobody: another vacuum at work is as good. Safe for use by any
 * number of threads.
 */
final class Vacuum {
    private static final Logger LOG = LoggerFactory.getLogger(Vacuum.class);
    private static final int WORTH_IT = 1_000;
    private static final int SHARE = 20;
    private static final String LOCK_NOT_AVAILABLE = "55P03";

    private static final String MICROS_SINCE_LAST = """
            select cast(extract(epoch from clock_timestamp() - last_vacuum) * 1000000 as bigint)
            from pg_stat_all_tables where relid = cast('${jobs}' as regclass)""";

    private final Database database;
    private final LongSupplier nanoClock;
    private final String statement;
    private final String sinceLast;
    private final AtomicLong claimed = new AtomicLong();
    private volatile boolean mayVacuum;
    private volatile long restNanos;
    private volatile long restUntil;

    Vacuum(Database database, Sql sql) {
        this(database, sql, System::nanoTime);
    }

    Vacuum(Database database, Sql sql, LongSupplier nanoClock) {
        this.database = database;
        this.nanoClock = nanoClock;
        this.restUntil = nanoClock.getAsLong();
        this.sinceLast = sql.render(MICROS_SINCE_LAST);
        // neither the lock that cuts the file short, nor processors for workers
        this.statement = "vacuum (skip_locked, truncate off, parallel 0) " + sql.table("");
        this.mayVacuum = sql.dialect() == JdbcDialect.POSTGRESQL;
    }

    /** So many more jobs were claimed. */
    void claimed(int jobs) {
        claimed.addAndGet(jobs);
    }

    /** Vacuums if it is worth it. */
    void run() {
        if (!mayVacuum || claimed.get() < WORTH_IT || nanoClock.getAsLong() - restUntil < 0) {
            return;
        }
        long left =
                restNanos == 0 ? 0 : restNanos - database.userStatement("see the last vacuum", this::nanosSinceLast);
        if (left > 0) {
            restUntil = nanoClock.getAsLong() + left;
            return;
        }
        claimed.set(0);
        long began = nanoClock.getAsLong();
        boolean done = true;
        try {
            done = database.userStatement("vacuum the live table", this::vacuum);
        } finally { // one that is cut off for its length has cost its time too
            long ended = nanoClock.getAsLong();
            restNanos = done ? SHARE * (ended - began) : restNanos;
            restUntil = ended + restNanos;
        }
    }

    /** By whichever node; a server that keeps no statistics knows of none. */
    private long nanosSinceLast(Connection connection) throws SQLException {
        List<@Nullable Long> micros =
                Query.list(connection, sinceLast, row -> row.values().getObject(1, Long.class));
        Long last = micros.isEmpty() ? null : micros.get(0);
        return last == null ? Long.MAX_VALUE : TimeUnit.MICROSECONDS.toNanos(last);
    }

    /** False when another vacuum was at work. */
    private boolean vacuum(Connection connection) throws SQLException {
        boolean done = true;
        try (Statement vacuum = connection.createStatement()) {
            vacuum.execute(statement);
            for (SQLWarning warning = vacuum.getWarnings(); warning != null; warning = warning.getNextWarning()) {
                done = false;
                tell(warning);
            }
        }
        return done;
    }

    private void tell(SQLWarning warning) {
        if (!LOCK_NOT_AVAILABLE.equals(warning.getSQLState())) {
            mayVacuum = false;
            LOG.warn(
                    "{} does not let us vacuum ({}): claims get slower between the vacuums of the server. Let the user of the"
                            + " data source own the job tables, or grant MAINTAIN on them (PostgreSQL 17 and later)",
                    database.name(),
                    warning.getMessage());
        }
    }
}
