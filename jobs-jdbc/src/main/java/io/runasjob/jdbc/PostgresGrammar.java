package io.runasjob.jdbc;

import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** How PostgreSQL spells it. */
final class PostgresGrammar implements Grammar {

    /**
     * The live table changes faster than its statistics, and prepared statements keep plans from times when it was empty:
     * left alone, the planner now and then reads all of it for each batch. The engine's statements go by an index and say so.
     * Where a small table has no index for it, the cost of what is switched off would, up to PostgreSQL 17, set off the compiler.
     * With that said there is one plan for each statement, so it is made once: left alone, PostgreSQL plans each statement
     * with an array anew, which takes longer than to insert a row.
     */
    private static final String BY_INDEX_ONLY = Stream.of(
                    "enable_seqscan", "enable_bitmapscan", "enable_sort", "enable_hashjoin", "enable_mergejoin", "jit")
            .map(setting -> "set_config('" + setting + "', 'off', true)")
            .collect(
                    Collectors.joining(", ", "select ", ", set_config('plan_cache_mode', 'force_generic_plan', true)"));

    @Override
    public String rows(String alias, List<Column> columns) {
        String arrays = columns.stream()
                .map(column -> "cast(? as " + column.type() + "[])")
                .collect(Collectors.joining(", "));
        String names = columns.stream().map(Column::name).collect(Collectors.joining(", "));
        return "unnest(" + arrays + ") as " + alias + "(" + names + ")";
    }

    @Override
    public String after(String time, String micros) {
        return "(" + time + " + " + (micros.equals("?") ? "cast(? as bigint)" : micros)
                + " * interval '1 microsecond')";
    }

    @Override
    public String updateFrom(String table, String set, String rows, String on) {
        return "update " + table + " j set " + set + " from " + rows + " where " + on;
    }

    /** No merge and no hash goes with an array, and no index is read in its order for their sake. */
    @Override
    public String lookUp(String key, String value) {
        return key + " = any(array[" + value + "])";
    }

    @Override
    public String insertMissing(String table, List<String> columns, String rows) {
        String names = String.join(", ", columns);
        return "insert into " + table + " (" + names + ") select " + names + " from " + rows
                + " order by 1 on conflict do nothing";
    }

    @Override
    public Optional<String> updateReturning(String update, String columns) {
        return Optional.of(update + " returning " + columns);
    }

    @Override
    public boolean locksWhatItTakes() {
        return true;
    }

    @Override
    public String byIndexOnly() {
        return BY_INDEX_ONLY;
    }
}
