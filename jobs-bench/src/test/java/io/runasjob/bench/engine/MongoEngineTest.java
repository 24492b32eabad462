package io.runasjob.bench.engine;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MongoEngineTest {
    @ParameterizedTest
    @CsvSource({
        "mongodb://a:1, mongodb://a:1/bench",
        "mongodb://a:1/, mongodb://a:1/bench",
        "'mongodb://a:1,b:2/app?replicaSet=rs0', 'mongodb://a:1,b:2/bench?replicaSet=rs0'",
        "mongodb://u:s@a:1/?authSource=admin, mongodb://u:s@a:1/bench?authSource=admin"
    })
    void each_run_has_a_database_of_its_own_on_the_same_server(String given, String expected) {
        assertThat(MongoEngine.withDatabase(given, "bench")).isEqualTo(expected);
    }
}
