package io.runasjob.jdbc;

import io.runasjob.job.InvalidValueException;
import io.runasjob.job.InvalidValueException.Field;
import io.runasjob.job.JobStatus;
import java.util.Arrays;
import java.util.List;
import java.util.function.BiFunction;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Renders the statements of one store, once, when the store is built. A template names things as <code>${…}</code>:
 *
 * <ul>
 *   <li><code>${jobs}</code> is the table of live jobs, <code>${_history}</code> the one with that suffix;
 *   <li><code>${spec}</code>, <code>${live}</code> and <code>${history}</code> are the columns of {@link JobRow};
 *   <li><code>${PENDING}</code> is the code of a status;
 *   <li><code>${BLOCKED|PENDING->CANCELLED}</code> is the list of the codes on the left, and is refused unless {@link
 *       JobStatus} lists each of these transitions;
 *   <li><code>${rows id uuid, attempt integer}</code> is a table {@code e} whose rows are a parameter ({@link SqlRows});
 *   <li><code>${row priority smallint}</code> is a table {@code o} of one row, each of whose values is a parameter;
 *   <li><code>${from jobs any id uuid}</code> is {@code from … where …}: the rows whose key is one of a parameter's values
 *       ({@link SqlArray}); more conditions may follow; <code>${delete from jobs any id uuid}</code> deletes them;
 *   <li><code>${key j.id is e.id}</code> looks the key up for each row; {@code status + 0} beside it hides the status from the
 *       planner, who would else read all of the small index of running or of ready jobs, and compare;
 *   <li><code>${jobs along ready}</code> is the table, read along that index;
 *   <li><code>${among type}</code>, <code>${join}</code>, <code>${dequeue}</code> and <code>${null text}</code> are words of
 *       {@link Grammar};
 *   <li><code>${now}</code> is the time, <code>${after time, micros}</code> one that many microseconds later, where {@code
 *       now} and {@code epoch} are times too.
 * </ul>
 *
 * Immutable; threads may share it.
 */
final class Sql {
    static final String DEFAULT_PREFIX = "job";

    private static final String HINTS = "/* hints */ ";
    private static final Pattern MACRO = Pattern.compile("\\$\\{([^}]+)}");
    private static final Pattern PREFIX = Pattern.compile("[A-Za-z][A-Za-z0-9_]{0,30}");

    private final JdbcDialect dialect;
    private final Grammar grammar;
    private final String prefix;

    Sql(JdbcDialect dialect, String prefix) {
        this.dialect = dialect;
        this.grammar = Grammar.of(dialect);
        this.prefix = checkPrefix(prefix);
    }

    static String checkPrefix(String prefix) {
        if (!PREFIX.matcher(prefix).matches()) {
            throw new InvalidValueException(
                    Field.SETTING,
                    prefix,
                    "a table prefix of 1 to 31 characters: a letter, then letters, digits or '_'",
                    null);
        }
        return prefix;
    }

    JdbcDialect dialect() {
        return dialect;
    }

    Grammar grammar() {
        return grammar;
    }

    /** The name of a table: the prefix and a suffix, which is empty for live jobs. */
    String table(String suffix) {
        return prefix + suffix;
    }

    String render(String template) {
        return MACRO.matcher(template).replaceAll(macro -> Matcher.quoteReplacement(expand(macro.group(1))));
    }

    /**
     * The first statement of an act that looks up rows by their ids: what the planner must know for the rest of the
     * transaction travels with it.
     */
    String first(String template) {
        String hints = grammar.byIndexOnly();
        return hints.isEmpty() ? render(template) : HINTS + hints + "; " + render(template);
    }

    /** Whether a statement begins with what the planner is told; then its first result is of that. */
    static boolean isHinted(String sql) {
        return sql.startsWith(HINTS);
    }

    private String expand(String macro) {
        if (macro.contains("->")) {
            return guard(macro);
        }
        String[] words = macro.split(" ", 2);
        return words.length == 1 ? word(macro) : phrase(words[0], words[1]);
    }

    private String word(String word) {
        if (word.equals("jobs") || word.startsWith("_")) {
            return named(word);
        }
        return switch (word) {
            case "spec" -> JobRow.SPEC;
            case "live" -> JobRow.LIVE;
            case "history" -> JobRow.HISTORY;
            case "now" -> grammar.now();
            case "epoch" -> grammar.epoch();
            case "join" -> grammar.join();
            case "dequeue" -> grammar.dequeueOrder();
            default -> String.valueOf(Codes.of(JobStatus.valueOf(word)));
        };
    }

    private String phrase(String first, String rest) {
        return switch (first) {
            case "rows" -> grammar.rows("e", columns(rest));
            case "row" -> grammar.row("o", columns(rest));
            case "after" -> after(rest.split(", ", 2));
            case "null" -> grammar.nothing(rest);
            case "among" -> grammar.among(rest);
            case "from" -> keyed(rest, grammar::keyed);
            case "key" -> lookUp(rest.split(" is ", 2));
            case "delete" -> keyed(rest.replaceFirst("^from ", ""), grammar::deleteKeyed);
            default -> grammar.along(named(first), rest.replaceFirst("^along ", ""));
        };
    }

    private String after(String[] times) {
        boolean known = times[0].equals("now") || times[0].equals("epoch");
        return grammar.after(known ? word(times[0]) : times[0], times[1]);
    }

    private String lookUp(String[] sides) {
        return grammar.lookUp(sides[0], sides[1]);
    }

    private String keyed(String phrase, BiFunction<String, Grammar.Column, String> spelling) {
        String[] sides = phrase.split(" any ", 2);
        return spelling.apply(named(sides[0]), columns(sides[1]).get(0));
    }

    private String named(String table) {
        return table(table.equals("jobs") ? "" : table);
    }

    private static List<Grammar.Column> columns(String list) {
        return Arrays.stream(list.split(", ", -1))
                .map(column -> column.split(" ", 2))
                .map(words -> new Grammar.Column(words[0], words[1]))
                .toList();
    }

    private static String guard(String macro) {
        String[] sides = macro.split("->", 2);
        List<JobStatus> sources = statuses(sides[0]);
        for (JobStatus target : statuses(sides[1])) {
            if (!target.sources().containsAll(sources)) {
                throw new IllegalArgumentException("The transition " + macro + " is not in the table of JobStatus");
            }
        }
        List<String> codes =
                sources.stream().map(Codes::of).map(String::valueOf).toList();
        return "(" + String.join(", ", codes) + ")";
    }

    private static List<JobStatus> statuses(String list) {
        return Arrays.stream(list.split("\\|", -1)).map(JobStatus::valueOf).toList();
    }
}
