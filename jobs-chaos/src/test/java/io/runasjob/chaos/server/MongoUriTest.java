package io.runasjob.chaos.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MongoUriTest {
    @ParameterizedTest
    @CsvSource({
        "mongodb://a:1, mongodb://p:9/d?directConnection=true",
        "mongodb://a:1/app, mongodb://p:9/d?directConnection=true",
        "mongodb://a:1/app?w=1, mongodb://p:9/d?directConnection=true&w=1",
        "mongodb://u:s@a:1/app?w=1, mongodb://u:s@p:9/d?directConnection=true&authSource=app&w=1",
        "mongodb://u:s@a:1, mongodb://u:s@p:9/d?directConnection=true&authSource=admin",
        "mongodb://u:s@a:1/app?authSource=x, mongodb://u:s@p:9/d?directConnection=true&authSource=x"
    })
    void user_and_options_stay_host_and_database_do_not(String given, String expected) {
        assertThat(MongoUri.direct(given, "p:9", "d")).isEqualTo(expected);
    }

    @Test
    void the_other_members_of_a_replica_set_are_forgotten() {
        assertThat(MongoUri.direct("mongodb://a:1,b:2/app?replicaSet=rs0&directConnection=false&w=1", "p:9", "d"))
                .isEqualTo("mongodb://p:9/d?directConnection=true&w=1");
    }

    @Test
    void a_name_of_the_dns_is_refused() {
        assertThatThrownBy(() -> MongoUri.direct("mongodb+srv://cluster", "p:9", "d"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("mongodb://");
    }
}
