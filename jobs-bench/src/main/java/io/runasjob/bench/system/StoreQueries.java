package io.runasjob.bench.system;

import java.util.Optional;

/**
 * What to ask the database about the jobs of a system. Each query answers with one number.
 *
 * @param unfinished zero when no job is left to do; cheap
 * @param stored how many jobs there are, finished ones included where they are kept
 * @param finished how many jobs have succeeded; empty where finished jobs are deleted
 */
public record StoreQueries(String unfinished, String stored, Optional<String> finished) {}
