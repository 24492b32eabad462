package io.runasjob.jdbc;

import io.runasjob.spi.JobUpkeep.Promotion;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Makes due jobs ready. Nodes that promote at the same time skip each other's rows. */
final class PromoteJobs {
    private static final String STILL_DUE = "status + 0 in ${SCHEDULED->PENDING} and run_at <= ${now}";
    private static final String DUE = "status in ${SCHEDULED->PENDING} and run_at <= ${now}";

    /** The status leads because it leads the index of databases without partial ones. */
    private static final String ORDER = "status, run_at";

    /** The sum hides the status from the planner, see {@link Sql}. */
    private static final String PROMOTABLE = "${key j.id is e.id} and j.status + 0 in ${SCHEDULED->PENDING}";

    private static final String NEXT = """
            select run_at, ${now} from ${jobs}
            where status = ${SCHEDULED}
            order by status, run_at
            limit 1""";

    private final Database database;
    private final TakeRows due;
    private final String promote;
    private final String next;

    PromoteJobs(Database database, Sql sql) {
        this.database = database;
        this.due = new TakeRows(sql, "due", DUE, STILL_DUE, ORDER);
        this.promote = sql.grammar()
                .updateFrom(
                        sql.table(""),
                        sql.render("status = ${PENDING}"),
                        sql.render("${rows id uuid}"),
                        sql.render(PROMOTABLE));
        this.next = sql.render(NEXT);
    }

    Promotion promote(int limit) {
        return database.engine("promote due jobs", connection -> {
            List<UUID> ids = due.take(connection, limit);
            int promoted = ids.isEmpty() ? 0 : Query.update(connection, promote, SqlRows.of(SqlArray.uuids(ids)));
            return new Promotion(promoted, nextDueIn(connection));
        });
    }

    private @Nullable Duration nextDueIn(Connection connection) throws SQLException {
        List<Duration> waits = Query.list(connection, next, PromoteJobs::untilDue);
        return waits.isEmpty() ? null : waits.get(0);
    }

    private static Duration untilDue(Row row) throws SQLException {
        Duration wait = Duration.between(Query.time(row, 2), Query.time(row, 1));
        return wait.isNegative() ? Duration.ZERO : wait;
    }
}
