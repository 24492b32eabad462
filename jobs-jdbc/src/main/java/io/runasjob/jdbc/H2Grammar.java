package io.runasjob.jdbc;

import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** How H2 spells it. */
final class H2Grammar implements Grammar {

    @Override
    public String rows(String alias, List<Column> columns) {
        String arrays = columns.stream()
                .map(column -> "cast(? as " + type(column) + " array)")
                .collect(Collectors.joining(", "));
        String names = columns.stream().map(Column::name).collect(Collectors.joining(", "));
        return "unnest(" + arrays + ") as " + alias + "(" + names + ")";
    }

    @Override
    public String row(String alias, List<Column> columns) {
        return Grammar.super.row(
                alias,
                columns.stream()
                        .map(column -> new Column(column.name(), type(column)))
                        .toList());
    }

    @Override
    public String after(String time, String micros) {
        return "dateadd(microsecond, " + (micros.equals("?") ? "cast(? as bigint)" : micros) + ", " + time + ")";
    }

    @Override
    public String updateFrom(String table, String set, String rows, String on) {
        return "merge into " + table + " j using " + rows + " on " + on + " when matched then update set " + set;
    }

    /** A lost race ends in a violated key; the transaction is then tried again. */
    @Override
    public String insertMissing(String table, List<String> columns, String rows) {
        String key = columns.get(0);
        String values = columns.stream().map(name -> "e." + name).collect(Collectors.joining(", "));
        return "merge into " + table + " j using " + rows + " on j." + key + " = e." + key
                + " when not matched then insert (" + String.join(", ", columns) + ") values (" + values + ")";
    }

    @Override
    public Optional<String> updateReturning(String update, String columns) {
        return Optional.of("select " + columns + " from final table (" + update + ")");
    }

    @Override
    public boolean locksWhatItTakes() {
        return false;
    }

    /** Text is at most 1,048,576 characters here: longer ones would be CLOBs, which are stored and read far slower. */
    private static String type(Column column) {
        return column.type().equals("text") ? "varchar" : column.type();
    }
}
