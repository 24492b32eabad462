package io.runasjob.mongo;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class CommandTableTest {
    @Test
    void nothing_in_the_table_is_newer_than_version_five() {
        assertThat(CommandTable.read()).hasSizeGreaterThan(40);
        assertThat(CommandTable.read())
                .allSatisfy((word, version) ->
                        assertThat(Double.parseDouble(version)).as(word).isLessThanOrEqualTo(5.0));
    }

    @Test
    void what_the_table_does_not_have_is_noticed() {
        assertThat(CommandTable.read().keySet()).doesNotContain("$vectorSearch", "find.newOption");
    }
}
