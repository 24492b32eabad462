package io.runasjob.jdbc;

import io.runasjob.spi.WakeUp.Bell;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Set;
import java.util.stream.Collectors;

/** What one doorbell tells the others: who rings, and which bells. As text {@code sender:READY,CANCEL}. */
record RingMessage(String sender, Set<Bell> bells) {
    RingMessage {
        bells = Set.copyOf(bells);
    }

    String text() {
        return sender + ":" + bells.stream().map(Bell::name).sorted().collect(Collectors.joining(","));
    }

    /** Reads a text; leaves out bells that this version does not know, and rings none where the text is not ours. */
    static RingMessage parse(String text) {
        int colon = text.indexOf(':');
        if (colon < 0) {
            return new RingMessage("", Set.of());
        }
        Set<String> names = Set.copyOf(Arrays.asList(text.substring(colon + 1).split(",", -1)));
        Set<Bell> bells = EnumSet.allOf(Bell.class);
        bells.removeIf(bell -> !names.contains(bell.name()));
        return new RingMessage(text.substring(0, colon), bells);
    }
}
