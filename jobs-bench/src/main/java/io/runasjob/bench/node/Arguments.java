package io.runasjob.bench.node;

import java.util.HashMap;
import java.util.Map;

/**
 * A command of one line: a word, then {@code name=number} pairs. Immutable; threads may share it.
 *
 * @param command the word
 * @param values by name
 */
record Arguments(String command, Map<String, Long> values) {
    static Arguments parse(String line) {
        String[] words = line.trim().split(" ", -1);
        Map<String, Long> values = new HashMap<>();
        for (int i = 1; i < words.length; i++) {
            String[] pair = words[i].split("=", 2);
            values.put(pair[0], Long.valueOf(pair[1]));
        }
        return new Arguments(words[0], Map.copyOf(values));
    }

    long number(String name) {
        Long value = values.get(name);
        if (value == null) {
            throw new IllegalArgumentException("'" + command + "' needs " + name + "=…");
        }
        return value;
    }

    int integer(String name) {
        return Math.toIntExact(number(name));
    }

    long nanos(String name) {
        return number(name) * 1_000_000;
    }
}
