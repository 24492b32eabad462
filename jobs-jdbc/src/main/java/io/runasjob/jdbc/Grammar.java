package io.runasjob.jdbc;

import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * What the databases spell differently. An act is written once, in the words that they share, and asks here for the rest;
 * where a database can do an act in fewer steps, the act itself says so. How values travel is said by {@link Wire}. The
 * defaults are the words of H2 and PostgreSQL. Immutable; threads may share it.
 */
sealed interface Grammar permits H2Grammar, PostgresGrammar, InnoDbGrammar {

    /** The grammar of a dialect. */
    static Grammar of(JdbcDialect dialect) {
        return switch (dialect) {
            case H2 -> new H2Grammar();
            case POSTGRESQL -> new PostgresGrammar();
            case MARIADB -> new MariaDbGrammar();
            case MYSQL -> new MySqlGrammar();
        };
    }

    /** A table whose rows are a parameter: {@link SqlRows}. */
    String rows(String alias, List<Column> columns);

    /** A table of one row, whose values are parameters. */
    default String row(String alias, List<Column> columns) {
        String values = columns.stream()
                .map(column -> "cast(? as " + column.type() + ") as " + column.name())
                .collect(Collectors.joining(", "));
        return "(select " + values + ") " + alias;
    }

    /** A time that lies some microseconds (an expression, or a question mark) after another time. */
    String after(String time, String micros);

    /** Updates rows of {@code table j} from a table of rows: {@code set} and {@code on} name both by their aliases. */
    String updateFrom(String table, String set, String rows, String on);

    /** Inserts those rows whose key is not there; {@code e} is the alias of the rows, the key is the first column. */
    String insertMissing(String table, List<String> columns, String rows);

    /** Makes an update answer with its rows as they are afterwards; empty where no update answers. */
    Optional<String> updateReturning(String update, String columns);

    /** Whether a select for update that is ordered along an index and limited locks only what it returns. */
    boolean locksWhatItTakes();

    /**
     * What the planner is told, until the end of the transaction, before an act looks up rows by their ids: a query, whose
     * answer means nothing; or no text.
     */
    default String byIndexOnly() {
        return "";
    }

    /** The time of the statement or of the transaction, by the clock of the database. */
    default String now() {
        return "current_timestamp";
    }

    /** The beginning of 1970. */
    default String epoch() {
        return "timestamp with time zone '1970-01-01 00:00:00+00'";
    }

    /** A null of one of the types {@code text} and {@code time}. */
    default String nothing(String type) {
        return "cast(null as " + (type.equals("time") ? "timestamp with time zone" : "varchar") + ")";
    }

    /** Whether a text column is one of a parameter's values ({@link SqlArray}). */
    default String among(String column) {
        return column + " = any(?)";
    }

    /** {@code from … where …}: the rows of a table whose key is one of a parameter's values ({@link SqlArray}). */
    default String keyed(String table, Column key) {
        return "from " + table + " where " + key.name() + " = any(?)";
    }

    /** Deletes the rows of a table whose key is one of a parameter's values; more conditions may follow. */
    default String deleteKeyed(String table, Column key) {
        return "delete " + keyed(table, key);
    }

    /** A table that is read along one of its indexes. */
    default String along(String table, String index) {
        return table;
    }

    /** What makes a select see the latest commits in a transaction whose other reads are of an older time; or nothing. */
    default String seeingLatest() {
        return "";
    }

    /** Whether a key has a value of a table of rows, in words that leave the planner nothing but to look each of them up. */
    default String lookUp(String key, String value) {
        return key + " = " + value;
    }

    /** Joins a table to a table of rows, which is read first. */
    default String join() {
        return "join";
    }

    /** The order of the claim index. Its leading columns are constants of a claim: they name the index to be read. */
    default String dequeueOrder() {
        return "status, queue, priority desc, run_at, id";
    }

    /**
     * A column of a table of rows.
     *
     * @param name its name
     * @param type its type, one that all databases know
     */
    record Column(String name, String type) {}
}
