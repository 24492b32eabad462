package io.runasjob.bench.engine;

import java.util.List;
import java.util.Map;

/** What must be on, or the numbers of PostgreSQL mean nothing. */
final class Durability {
    private static final List<String> WANTED = List.of("fsync", "synchronous_commit", "full_page_writes");

    private Durability() {}

    /** @throws IllegalStateException when the server says that one of them is not on */
    static void require(Map<String, String> settings) {
        for (String name : WANTED) {
            if (!"on".equals(settings.get(name))) {
                throw new IllegalStateException(name + " is " + settings.get(name) + ", and a benchmark needs it on");
            }
        }
    }
}
