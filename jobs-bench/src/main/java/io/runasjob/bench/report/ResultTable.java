package io.runasjob.bench.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The results as rows of text, for the terminal and for the page. */
final class ResultTable {
    static final List<String> HEAD = List.of(
            "workload",
            "system",
            "unit",
            "min",
            "median",
            "max",
            "p95",
            "p99",
            "JVM CPU µs",
            "DB CPU µs",
            "WAL B",
            "statements",
            "commits",
            "alloc B",
            "heap MiB");

    private ResultTable() {}

    static List<List<String>> rows(Results results) {
        return results.all().stream().map(ResultTable::row).toList();
    }

    private static List<String> row(Measured measured) {
        Map<String, Double> details = measured.details();
        List<String> row = new ArrayList<>(List.of(measured.workload(), measured.system(), measured.unit()));
        row.add(number(measured.min()));
        row.add(number(measured.median()));
        row.add(number(measured.max()));
        for (String name : List.of(
                "p95",
                "p99",
                "jvmCpuMicrosPerJob",
                "databaseCpuMicrosPerJob",
                "walBytesPerJob",
                "statementsPerJob",
                "commitsPerJob",
                "allocatedBytesPerJob",
                "heapMegabytes")) {
            Double value = details.get(name);
            row.add(value == null ? "" : number(value));
        }
        return row;
    }

    /** Three digits that mean something. */
    static String number(double value) {
        double size = Math.abs(value);
        String format = size >= 100 ? "%,.0f" : size >= 10 ? "%.1f" : size >= 1 ? "%.2f" : "%.3f";
        return String.format(Locale.ROOT, format, value);
    }

    static String text(Results results) {
        List<List<String>> rows = new ArrayList<>(List.of(HEAD));
        rows.addAll(rows(results));
        int[] widths = new int[HEAD.size()];
        for (List<String> row : rows) {
            for (int column = 0; column < widths.length; column++) {
                widths[column] = Math.max(widths[column], row.get(column).length());
            }
        }
        StringBuilder text = new StringBuilder();
        for (List<String> row : rows) {
            for (int column = 0; column < widths.length; column++) {
                String format = column < 3 ? "%-" + widths[column] + "s  " : "%" + widths[column] + "s  ";
                text.append(String.format(Locale.ROOT, format, row.get(column)));
            }
            text.append('\n');
        }
        return text.toString();
    }
}
