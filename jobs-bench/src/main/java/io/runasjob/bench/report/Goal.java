package io.runasjob.bench.report;

/**
 * One goal and how far it was met in this run.
 *
 * @param what is compared
 * @param measured the ratio or the value
 * @param goal in words
 * @param met whether it was reached
 */
public record Goal(String what, String measured, String goal, boolean met) {}
