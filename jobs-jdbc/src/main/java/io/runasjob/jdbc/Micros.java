package io.runasjob.jdbc;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/** Durations and times as microseconds, the precision of the databases. */
final class Micros {
    private Micros() {}

    static long of(Duration duration) {
        return Math.addExact(Math.multiplyExact(duration.getSeconds(), 1_000_000L), duration.getNano() / 1_000);
    }

    static long sinceEpoch(Instant time) {
        return ChronoUnit.MICROS.between(Instant.EPOCH, time);
    }
}
