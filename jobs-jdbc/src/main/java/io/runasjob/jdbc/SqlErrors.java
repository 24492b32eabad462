package io.runasjob.jdbc;

import java.sql.SQLException;
import java.sql.SQLTransactionRollbackException;
import java.util.Set;

/** What an error of the database means for its transaction. */
final class SqlErrors {
    /** Serialization failure, deadlock, and a unique row that another transaction wrote first. */
    private static final Set<String> RACE_STATES = Set.of("40001", "40P01", "23505");

    /** H2: lock timeout, concurrent update, deadlock. MariaDB and MySQL: deadlock, lock timeout, record changed (by
     * innodb_snapshot_isolation), and a unique row that another transaction wrote first. */
    private static final Set<Integer> RACE_CODES = Set.of(50200, 90131, 40001, 1213, 1205, 1020, 1062);

    private static final Set<String> NO_SUCH_TABLE = Set.of("42P01", "42S02", "42S03", "42S04");

    private SqlErrors() {}

    /** Whether nothing was written and the same transaction may go well when it is tried again. */
    static boolean isLostRace(SQLException error) {
        return RACE_STATES.contains(state(error)) || RACE_CODES.contains(error.getErrorCode());
    }

    /** Whether a row with this key is there already. */
    static boolean isDuplicate(SQLException error) {
        return state(error).equals("23505") || error.getErrorCode() == 1062;
    }

    static boolean isMissingTable(SQLException error) {
        return NO_SUCH_TABLE.contains(state(error));
    }

    /** To be thrown by an act that found its own reads contradict each other: the transaction is tried again. */
    static SQLException lostRace(String what) {
        return new SQLTransactionRollbackException(what, "40001");
    }

    private static String state(SQLException error) {
        return error.getSQLState() == null ? "" : error.getSQLState();
    }
}
