package io.runasjob.mongo;

import static org.assertj.core.api.Assertions.assertThat;

import org.bson.BsonDocument;
import org.junit.jupiter.api.Test;

class TopologyTest {
    @Test
    void the_answer_to_hello_says_what_kind_of_server_it_is() {
        assertThat(topology("{isWritablePrimary: true}")).isEqualTo(Topology.STANDALONE);
        assertThat(topology("{isWritablePrimary: true, setName: 'rs0'}")).isEqualTo(Topology.REPLICA_SET);
        assertThat(topology("{isWritablePrimary: true, msg: 'isdbgrid'}")).isEqualTo(Topology.SHARDED);
    }

    @Test
    void only_what_takes_writes_can_hold_jobs() {
        assertThat(Topology.isWritable(BsonDocument.parse("{ismaster: true}"))).isTrue();
        assertThat(Topology.isWritable(BsonDocument.parse("{isWritablePrimary: true}")))
                .isTrue();
        assertThat(Topology.isWritable(BsonDocument.parse("{isWritablePrimary: false, secondary: true}")))
                .isFalse();
    }

    private static Topology topology(String hello) {
        return Topology.of(BsonDocument.parse(hello));
    }
}
