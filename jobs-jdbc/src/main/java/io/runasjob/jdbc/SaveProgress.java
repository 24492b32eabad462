package io.runasjob.jdbc;

import io.runasjob.job.Lease;
import io.runasjob.job.Progress;
import io.runasjob.spi.ProgressUpdate;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Stores how far running jobs are. The rows are locked first, so that the answer and the writes are about the same ones. */
final class SaveProgress {
    private final Database database;
    private final String lock;
    private final String write;

    SaveProgress(Database database, Sql sql) {
        this.database = database;
        this.lock = sql.first(Held.LOCK);
        this.write = sql.grammar()
                .updateFrom(
                        sql.table(""),
                        "progress = e.done",
                        sql.render("${rows id uuid, attempt integer, node uuid, done text}"),
                        sql.render("${key j.id is e.id} and j.attempt = e.attempt and j.node = e.node"
                                + " and j.status + 0 = ${RUNNING}"));
    }

    Set<Lease> save(List<ProgressUpdate> updates) {
        if (updates.isEmpty()) {
            return Set.of();
        }
        return database.engine("save progress", connection -> {
            Set<Lease> current = current(connection, updates);
            write(
                    connection,
                    updates.stream()
                            .filter(update -> current.contains(update.lease()))
                            .toList());
            return current;
        });
    }

    private Set<Lease> current(Connection connection, List<ProgressUpdate> updates) throws SQLException {
        SqlArray ids =
                SqlArray.of("uuid", updates, update -> update.lease().job().value());
        Set<Lease> current = new HashSet<>();
        Query.list(connection, lock, row -> current.add(Held.read(row).lease()), ids);
        current.retainAll(updates.stream().map(ProgressUpdate::lease).toList());
        return current;
    }

    private void write(Connection connection, List<ProgressUpdate> updates) throws SQLException {
        if (updates.isEmpty()) {
            return;
        }
        Query.update(
                connection,
                write,
                SqlRows.of(
                        SqlArray.of(
                                "uuid", updates, update -> update.lease().job().value()),
                        SqlArray.of("integer", updates, update -> update.lease().attempt()),
                        SqlArray.of(
                                "uuid", updates, update -> update.lease().node().value()),
                        SqlArray.of("text", updates, update -> Json.write(update.progress(), Progress.NONE))));
    }
}
