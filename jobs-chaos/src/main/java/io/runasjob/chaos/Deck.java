package io.runasjob.chaos;

import io.runasjob.chaos.history.Event.Kind;
import io.runasjob.chaos.server.DatabaseServer;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;

/** The faults that are still to strike, in random order. Safe for use by many threads. */
final class Deck {
    private final List<Kind> faults = new ArrayList<>();
    private final Map<Kind, Integer> asked;

    private Deck(Map<Kind, Integer> asked, Random random) {
        this.asked = asked;
        asked.forEach((kind, number) -> faults.addAll(Collections.nCopies(number, kind)));
        Collections.shuffle(faults, random);
    }

    /** What was asked for; with every ten kills one in the middle of a shutdown; with the cuts as many plain ones; nothing that the server cannot bear. */
    static Deck of(Settings settings, DatabaseServer server, Random random) {
        Map<Kind, Integer> asked = new EnumMap<>(Kind.class);
        asked.put(Kind.KILL, settings.kills());
        asked.put(Kind.KILL_IN_SHUTDOWN, atLeastOneOf(settings.kills(), 10));
        asked.put(Kind.PAUSE, settings.pauses());
        asked.put(Kind.COMMIT_ANSWER_DROPPED, server.isSpied() ? settings.cuts() : 0);
        asked.put(Kind.CUT, settings.cuts());
        asked.put(Kind.BLACKHOLE, settings.cuts());
        asked.put(Kind.SERVER_KILLED, server.isRestartable() ? atLeastOneOf(settings.cuts(), 8) : 0);
        return new Deck(asked, random);
    }

    private static int atLeastOneOf(int number, int part) {
        return number == 0 ? 0 : Math.max(1, number / part);
    }

    /** How many of each kind are to strike. */
    Map<Kind, Integer> asked() {
        return asked;
    }

    synchronized Optional<Kind> take() {
        return faults.isEmpty() ? Optional.empty() : Optional.of(faults.remove(faults.size() - 1));
    }

    /** It struck nothing: somebody tries again, later. */
    synchronized void putBack(Kind kind) {
        faults.add(0, kind);
    }
}
