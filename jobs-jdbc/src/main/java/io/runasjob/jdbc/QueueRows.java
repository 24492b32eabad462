package io.runasjob.jdbc;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Pauses and bounds queues. A queue has a row from its first setting on. */
final class QueueRows {
    private final Database database;
    private final String insert;
    private final String pause;
    private final String limit;
    private final String paused;

    QueueRows(Database database, Sql sql) {
        this.database = database;
        this.insert = sql.grammar()
                .insertMissing(
                        sql.table("_queue"),
                        List.of("name", "paused"),
                        sql.render("${rows name text, paused boolean}"));
        this.pause = sql.render("update ${_queue} set paused = ? where name = ?");
        this.limit = sql.render("update ${_queue} set max_size = ? where name = ?");
        this.paused = sql.render("select name from ${_queue} where paused");
    }

    void pause(String queue, boolean paused) {
        set("pause queue " + queue, queue, pause, paused);
    }

    void limit(String queue, long most) {
        set("bound queue " + queue, queue, limit, most == Long.MAX_VALUE ? null : most);
    }

    Set<String> paused() {
        return database.user(
                "read paused queues",
                connection -> new HashSet<>(Query.list(connection, paused, row -> row.getString(1))));
    }

    private void set(String what, String queue, String update, @Nullable Object value) {
        database.user(what, connection -> {
            SqlArray names = SqlArray.texts(List.of(queue));
            Query.update(connection, insert, SqlRows.of(names, SqlArray.of("boolean", List.of(false), no -> no)));
            return Query.update(connection, update, value, queue);
        });
    }
}
