package io.runasjob.jdbc;

import io.runasjob.job.JobStatus;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Finds out where jobs stand, and locks them there. A job is in one of two tables and may move while it is looked for; who
 * is in neither is looked for again, so that "unknown" is said only of jobs that do not exist.
 */
final class Standings {
    /** A job would have to move at every look to be missed; each look waits for the transaction that moves it. */
    private static final int MOST_LOOKS = 4;

    private static final String LOCK = "select id, status, unique_key ${from TABLE any id uuid} order by id for update";

    private final String lockLive;
    private final String lockFinished;

    Standings(Sql sql) {
        this.lockLive = sql.first(LOCK.replace("TABLE", "jobs"));
        this.lockFinished = sql.first(LOCK.replace("TABLE", "_history"));
    }

    /** A locked job. */
    record Standing(UUID id, JobStatus status, @Nullable String uniqueKey) {
        static Standing read(Row row) throws SQLException {
            return new Standing(Query.uuid(row, 1), Codes.status(row.getInt(2)), row.getString(3));
        }
    }

    /** The jobs that exist, by id, locked until the end of the transaction. */
    Map<UUID, Standing> lock(Connection connection, Collection<UUID> ids) throws SQLException {
        Map<UUID, Standing> found = new HashMap<>();
        Set<UUID> missing = new HashSet<>(ids);
        for (int look = 0; look < MOST_LOOKS && !missing.isEmpty(); look++) {
            look(connection, lockLive, missing, found);
            look(connection, lockFinished, missing, found);
        }
        return found;
    }

    private static void look(Connection connection, String sql, Set<UUID> missing, Map<UUID, Standing> found)
            throws SQLException {
        if (missing.isEmpty()) {
            return;
        }
        List<UUID> wanted = new ArrayList<>(missing);
        for (Standing standing : Query.list(connection, sql, Standing::read, SqlArray.uuids(wanted))) {
            found.put(standing.id(), standing);
            missing.remove(standing.id());
        }
    }
}
