package io.runasjob.chaos;

import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;

/**
 * What a run is to be. How many faults of the other kinds come with these is up to {@link Deck}.
 *
 * @param engine {@code postgresql}, {@code mariadb}, {@code h2} or {@code mongodb}
 * @param kills kills of workers that strike
 * @param pauses pauses of workers that strike
 * @param cuts dropped answers to commits that strike
 * @param seed of every random choice here; when what happens is up to the machine
 * @param folder where logs and data go
 */
record Settings(String engine, int kills, int pauses, int cuts, long seed, Path folder) {

    /** From the system properties of these names; a seed of 0 is replaced by a random one. */
    static Settings fromProperties() {
        return fromProperties(System.getProperty("engine", "postgresql"));
    }

    /** The same for this engine. */
    static Settings fromProperties(String engine) {
        long given = Long.getLong("seed", 0);
        long seed = given == 0 ? ThreadLocalRandom.current().nextLong(1, 1_000_000) : given;
        Path folder = Path.of("target", "chaos", engine + "-" + seed + "-" + System.currentTimeMillis());
        return new Settings(
                engine,
                Integer.getInteger("kills", 20),
                Integer.getInteger("pauses", 10),
                Integer.getInteger("cuts", 4),
                seed,
                folder.toAbsolutePath());
    }

    /** After that a run is given up. */
    Duration longest() {
        return Duration.ofMinutes(5).plusSeconds(20L * (kills + pauses + cuts));
    }
}
