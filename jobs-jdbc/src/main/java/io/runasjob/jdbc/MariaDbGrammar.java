package io.runasjob.jdbc;

/** How MariaDB spells it. */
final class MariaDbGrammar extends InnoDbGrammar {

    @Override
    String collation() {
        return "utf8mb4_nopad_bin";
    }
}
