package io.runasjob.bench.engine;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DurabilityTest {
    private final Map<String, String> settings =
            new HashMap<>(Map.of("fsync", "on", "synchronous_commit", "on", "full_page_writes", "on"));

    @Test
    void a_durable_server_is_measured() {
        assertThatCode(() -> Durability.require(settings)).doesNotThrowAnyException();
    }

    @ParameterizedTest
    @ValueSource(strings = {"fsync", "synchronous_commit", "full_page_writes"})
    void a_server_that_may_forget_commits_is_not_measured(String setting) {
        settings.put(setting, "off");
        assertThatThrownBy(() -> Durability.require(settings)).hasMessageContaining(setting + " is off");
    }
}
