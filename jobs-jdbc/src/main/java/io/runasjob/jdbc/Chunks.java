package io.runasjob.jdbc;

import java.util.ArrayList;
import java.util.List;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/** Cuts long lists of rows into what one statement carries, by number and by length of their texts. */
final class Chunks {
    /** Large enough to hide the round trip, small enough for memory and for the wire. */
    static final int MOST_ROWS = 2_000;

    /** The driver, the wire and the server each hold a copy or two of what a statement carries. */
    static final long MOST_CHARACTERS = 8_000_000;

    private Chunks() {}

    /** How long a text is; one that is not there has no length. */
    static long length(@Nullable String text) {
        return text == null ? 0 : text.length();
    }

    /**
     * The rows in their order; each chunk has at least one, and more only as long as both bounds are kept.
     *
     * @param characters how long the texts of one row are
     */
    static <T> List<List<T>> of(List<T> rows, ToLongFunction<? super T> characters) {
        List<List<T>> chunks = new ArrayList<>();
        int from = 0;
        long sum = 0;
        for (int i = 0; i < rows.size(); i++) {
            long length = characters.applyAsLong(rows.get(i));
            if (i > from && (i - from == MOST_ROWS || sum + length > MOST_CHARACTERS)) {
                chunks.add(rows.subList(from, i));
                from = i;
                sum = 0;
            }
            sum += length;
        }
        if (from < rows.size()) {
            chunks.add(rows.subList(from, rows.size()));
        }
        return chunks;
    }
}
