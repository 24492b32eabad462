package io.runasjob.jdbc;

import java.util.List;

/**
 * What the databases spell differently. An act is written once, in the words that they share, and asks here for the rest;
 * where a database can do an act in fewer steps, the act itself says so. Immutable; threads may share it.
 */
sealed interface Grammar permits H2Grammar, PostgresGrammar {

    /** The grammar of a dialect. */
    static Grammar of(JdbcDialect dialect) {
        return switch (dialect) {
            case H2 -> new H2Grammar();
            case POSTGRESQL -> new PostgresGrammar();
        };
    }

    /** A table made of one array parameter for each column. */
    String rows(String alias, List<Column> columns);

    /** A time that lies some microseconds (an expression) after another time. */
    String after(String time, String micros);

    /** Updates rows of {@code table j} from a table of rows: {@code set} and {@code on} name both by their aliases. */
    String updateFrom(String table, String set, String rows, String on);

    /** Inserts those rows whose key is not there; {@code e} is the alias of the rows, the key is the first column. */
    String insertMissing(String table, List<String> columns, String rows);

    /** Makes an update answer with its rows as they are afterwards. */
    String updateReturning(String update, String columns);

    /** What a transaction of the engine says first; empty for nothing. */
    String engineHints();

    /**
     * A column of a table of rows.
     *
     * @param name its name
     * @param type its type, one that all databases know
     */
    record Column(String name, String type) {}
}
