package io.runasjob.job;

import io.runasjob.job.InvalidValueException.Field;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What a job is found by and what its host wrote on it. Immutable; threads may share it.
 *
 * @param subjects the things that the job is about, at most 50
 * @param tags words to filter by, at most 50 of 100 characters each
 * @param metadata the host's own notes, at most 50 entries; keys of 100, values of 1,000 characters
 */
public record Labels(List<Subject> subjects, Set<String> tags, Map<String, String> metadata) {

    /** No labels at all. */
    public static final Labels NONE = new Labels(List.of(), Set.of(), Map.of());

    private static final int MOST = 50;

    /** Copies and checks; throws {@link InvalidValueException}. Tags and metadata are kept in alphabetical order. */
    public Labels {
        subjects = subjects.stream().distinct().toList();
        tags = Collections.unmodifiableSet(new TreeSet<>(tags));
        metadata = Collections.unmodifiableMap(new TreeMap<>(metadata));
        atMost(Field.SUBJECT, subjects.size());
        atMost(Field.TAG, tags.size());
        atMost(Field.METADATA, metadata.size());
        tags.forEach(tag -> Checks.text(Field.TAG, tag, 100));
        metadata.forEach((key, value) -> {
            Checks.text(Field.METADATA, key, 100);
            Checks.length(Field.METADATA, value, 1000);
        });
    }

    private static void atMost(Field field, int size) {
        if (size > MOST) {
            throw new InvalidValueException(
                    field, size + " entries", "at most " + MOST + " entries for each job", null);
        }
    }
}
