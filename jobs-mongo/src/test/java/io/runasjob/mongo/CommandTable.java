package io.runasjob.mongo;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The table of commands, options and operators in the documents: each with the first server version that has it. */
final class CommandTable {
    private static final Path PAGE = Path.of("..", "docs", "internals", "mongodb.md");
    private static final Pattern ROW = Pattern.compile("^\\| (`[^|]+`) \\| ([0-9]+\\.[0-9]+) \\|.*$");
    private static final Pattern WORD = Pattern.compile("`([^`]+)`");

    private CommandTable() {}

    /** Word to version, as the table has it. */
    static Map<String, String> read() {
        Map<String, String> versions = new TreeMap<>();
        try {
            for (String line : Files.readAllLines(PAGE)) {
                Matcher row = ROW.matcher(line);
                if (row.matches()) {
                    WORD.matcher(row.group(1)).results().forEach(word -> versions.put(word.group(1), row.group(2)));
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return versions;
    }
}
