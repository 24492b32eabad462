package io.runasjob.jdbc;

import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * How MariaDB and MySQL spell it.
 *
 * <ul>
 *   <li>There are no arrays: a list travels as one JSON text, and {@code json_table} makes a table of it. One statement text
 *       whatever the length of the list.
 *   <li>Every list is the first table of a {@code straight_join}: an {@code in} with a subquery would make an update or a
 *       delete read the whole table, and a join in an order of the planner's choice may lock it.
 *   <li>Ids are {@code binary(16)} in network byte order, so that their order is that of their times.
 *   <li>In JSON, ids and texts are hex: {@code json_table} of MariaDB 10.11.5 and before leaves escaped characters escaped.
 *   <li>Times are {@code datetime(6)} in UTC: no time zone of a session changes them, and they do not end in 2038.
 *   <li>There are no partial indexes, the status leads; MariaDB before 10.8 has no descending ones, so the column {@code turn}
 *       holds the negated priority.
 * </ul>
 */
abstract sealed class InnoDbGrammar implements Grammar permits MariaDbGrammar, MySqlGrammar {

    /** MariaDB 10.11.5 takes half the length of a longtext for 0, and a text then for too long. */
    private static final int MOST_HEX = 1 << 30;

    /** The binary collation of the text columns, which pads nothing. */
    abstract String collation();

    @Override
    public String rows(String alias, List<Column> columns) {
        String values = columns.stream()
                .map(column -> value(column) + " as " + column.name())
                .collect(Collectors.joining(", "));
        String paths = IntStream.range(0, columns.size())
                .mapToObj(i -> columns.get(i).name() + " " + type(columns.get(i)) + " path '$.c" + i + "'")
                .collect(Collectors.joining(", "));
        return "(select " + values + " from json_table(?, '$[*]' columns (" + paths + ")) r) " + alias;
    }

    @Override
    public String row(String alias, List<Column> columns) {
        String values = columns.stream()
                .map(column -> (column.type().equals("text") ? text("?") : "?") + " as " + column.name())
                .collect(Collectors.joining(", "));
        return "(select " + values + ") " + alias;
    }

    @Override
    public String after(String time, String micros) {
        return "date_add(" + time + ", interval " + micros + " microsecond)";
    }

    @Override
    public String updateFrom(String table, String set, String rows, String on) {
        return "update " + rows + " straight_join " + table + " j " + byKey("id") + "on " + on + " set " + set;
    }

    /** An update that changes nothing instead of {@code insert ignore}, which would swallow other errors too. */
    @Override
    public String insertMissing(String table, List<String> columns, String rows) {
        String key = columns.get(0);
        String values = columns.stream().map(name -> "e." + name).collect(Collectors.joining(", "));
        return "insert into " + table + " (" + String.join(", ", columns) + ") select " + values + " from " + rows
                + " order by 1 on duplicate key update " + key + " = " + table + "." + key;
    }

    @Override
    public Optional<String> updateReturning(String update, String columns) {
        return Optional.empty();
    }

    @Override
    public boolean locksWhatItTakes() {
        return true;
    }

    @Override
    public String now() {
        return "utc_timestamp(6)";
    }

    @Override
    public String epoch() {
        return "timestamp('1970-01-01 00:00:00')";
    }

    @Override
    public String nothing(String type) {
        return "null";
    }

    /** Not a join, which could come first and cost the order of the index. */
    @Override
    public String among(String column) {
        return "json_contains(?, json_quote(hex(" + column + ")))";
    }

    @Override
    public String keyed(String table, Column key) {
        Column one = new Column("one", key.type());
        String list = "(select " + value(one) + " as one from json_table(?, '$[*]' columns (one " + type(one)
                + " path '$')) r) e";
        return "from " + list + " straight_join " + table + " " + byKey(key.name()) + "where " + table + "."
                + key.name() + " = e.one";
    }

    @Override
    public String deleteKeyed(String table, Column key) {
        return "delete " + table + " " + keyed(table, key);
    }

    @Override
    public String along(String table, String index) {
        return table + " force index (" + table + "_" + index + ")";
    }

    @Override
    public String seeingLatest() {
        return " for update";
    }

    @Override
    public String join() {
        return "straight_join";
    }

    /** Without the constants: MariaDB 10.11 would not see that a text is one, and sort. */
    @Override
    public String dequeueOrder() {
        return "turn, run_at, id";
    }

    /** Only tables whose primary key is an id have other indexes that the planner might prefer. */
    private static String byKey(String column) {
        return column.equals("id") ? "force index (primary) " : "";
    }

    private String value(Column column) {
        return switch (column.type()) {
            case "uuid" -> "unhex(r." + column.name() + ")";
            case "text" -> text("left(r." + column.name() + ", " + MOST_HEX + ")");
            default -> "r." + column.name();
        };
    }

    private String text(String hex) {
        return "convert(unhex(" + hex + ") using utf8mb4) collate " + collation();
    }

    private static String type(Column column) {
        return switch (column.type()) {
            case "uuid" -> "char(32)";
            case "text" -> "longtext character set latin1";
            default -> column.type();
        };
    }
}
