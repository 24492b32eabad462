package io.runasjob.jdbc;

/** How MySQL spells it. */
final class MySqlGrammar extends InnoDbGrammar {

    @Override
    String collation() {
        return "utf8mb4_0900_bin";
    }
}
