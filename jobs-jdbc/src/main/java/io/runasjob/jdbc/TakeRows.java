package io.runasjob.jdbc;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Locks the first rows of an order that nobody else has locked, along an index.
 *
 * <p>PostgreSQL, MariaDB and MySQL do it in one statement. H2 would lock every row that matches before it looks at the order and the limit
 * (measured: 20,000 locks to take 500 rows, and nothing left for others), so there the first rows are looked up without
 * locks and then locked by id; where others were faster, it looks further.
 */
final class TakeRows {
    /** Looks at the index that find rows, when others keep taking them; the next call finds the rest. */
    private static final int MOST_LOOKS = 5;

    private final boolean oneStatement;
    private final String statement;
    private final String take;
    private final String look;
    private final String lock;

    /**
     * @param index to be read, by the end of its name
     * @param where which rows, with parameters
     * @param still what must hold of a row once it is locked, without parameters
     * @param order by the columns of an index, the leading ones included
     */
    TakeRows(Sql sql, String index, String where, String still, String order) {
        String from = "select id from ${jobs along " + index + "} where " + where;
        this.oneStatement = sql.grammar().locksWhatItTakes();
        this.statement = sql.render(from + " order by " + order + " limit ? for update skip locked");
        this.take = sql.first(statement);
        this.look = sql.render(from + " and not (id = any(?)) order by " + order + " limit ?");
        this.lock = sql.render("select id ${from jobs any id uuid} and " + still + " for update skip locked");
    }

    /** The one statement that locks, for databases that need no more, as part of a larger one. */
    String statement() {
        return statement;
    }

    /** The ids of the rows that are locked now, in no particular order. */
    List<UUID> take(Connection connection, int most, @Nullable Object... parameters) throws SQLException {
        if (oneStatement) {
            return Query.list(connection, take, row -> Query.uuid(row, 1), append(parameters, most));
        }
        List<UUID> taken = new ArrayList<>();
        Set<UUID> seen = new HashSet<>();
        for (int looks = 0; looks < MOST_LOOKS && taken.size() < most; looks++) {
            @Nullable Object[] values = append(parameters, SqlArray.uuids(seen), most - taken.size());
            List<UUID> found = Query.list(connection, look, row -> Query.uuid(row, 1), values);
            if (found.isEmpty()) {
                break;
            }
            seen.addAll(found);
            taken.addAll(Query.list(connection, lock, row -> Query.uuid(row, 1), SqlArray.uuids(found)));
        }
        return taken;
    }

    private static @Nullable Object[] append(@Nullable Object[] first, Object... more) {
        return Stream.concat(Arrays.stream(first), Arrays.stream(more)).toArray();
    }
}
