package io.runasjob.chaos.history;

/**
 * A row that a handler wrote.
 *
 * @param job whose handler
 * @param attempt in which attempt
 * @param node on which node
 */
public record Effect(String job, int attempt, String node) {}
