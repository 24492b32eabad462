package io.runasjob.jdbc;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The unique keys of unfinished jobs. Taking a key waits for another transaction that is taking or freeing it, so that the
 * answer is true when it is given. Keys are taken in alphabetical order, which keeps two batches from waiting for each
 * other.
 */
final class UniqueKeys {
    private final String take;
    private final String holders;
    private final String free;

    UniqueKeys(Sql sql) {
        this.take = sql.grammar()
                .insertMissing(
                        sql.table("_unique"),
                        List.of("unique_key", "job_id"),
                        sql.render("${rows unique_key text, job_id uuid}"));
        this.holders = sql.render("select unique_key, job_id ${from _unique any unique_key text}")
                + sql.grammar().seeingLatest();
        this.free = sql.render("${delete from _unique any unique_key text}");
    }

    /**
     * Takes the keys that are free.
     *
     * @param wanted which job wants which key
     * @return which job holds which key now, one entry for each key wanted
     */
    Map<String, UUID> take(Connection connection, Map<String, UUID> wanted) throws SQLException {
        if (wanted.isEmpty()) {
            return Map.of();
        }
        Map<String, UUID> sorted = new TreeMap<>(wanted);
        SqlArray keys = SqlArray.texts(sorted.keySet());
        Query.update(connection, take, SqlRows.of(keys, SqlArray.uuids(sorted.values())));
        Map<String, UUID> holding = new HashMap<>();
        Query.list(connection, holders, row -> holding.put(row.getString(1), Query.uuid(row, 2)), keys);
        if (holding.size() < wanted.size()) {
            throw SqlErrors.lostRace("a unique key was freed just after it was found taken");
        }
        return holding;
    }

    /**
     * Frees the keys of jobs that this transaction ends.
     *
     * @param ofJobs the key of each, null for none
     */
    void free(Connection connection, Stream<@Nullable String> ofJobs) throws SQLException {
        List<String> keys = ofJobs.filter(Objects::nonNull).toList();
        if (!keys.isEmpty()) {
            Query.update(connection, free, SqlArray.texts(keys));
        }
    }
}
