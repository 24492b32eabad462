package io.runasjob.chaos.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MariaDbSpyTest {
    private static final byte[] OK = packet(1, "\0\0\0");
    private static final byte[] ERROR = packet(1, "\u00ff");

    private final MariaDbSpy spy = new MariaDbSpy();

    @ParameterizedTest
    @ValueSource(strings = {"insert into t values (1)", "UPDATE t set a = 1", "with x as (select 1) delete from t"})
    void the_answer_to_a_commit_after_a_write_is_found(String write) {
        assertThat(answered(query(write))).isFalse();
        assertThat(answered(query("COMMIT"))).isTrue();
        assertThat(answered(query("COMMIT"))).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"select updated from t", "select id from t for update skip locked", "set autocommit=0"})
    void a_transaction_that_wrote_nothing_is_of_no_interest(String read) {
        assertThat(answered(query(read))).isFalse();
        assertThat(answered(query("COMMIT"))).isFalse();
    }

    @Test
    void a_rollback_forgets_what_was_written() {
        assertThat(answered(query("delete from t"))).isFalse();
        assertThat(answered(query("ROLLBACK"))).isFalse();
        assertThat(answered(query("COMMIT"))).isFalse();
    }

    @Test
    void a_commit_that_failed_is_not_committed() {
        send(query("delete from t"));
        send(query("COMMIT"));
        assertThat(spy.answersCommit(ERROR, ERROR.length)).isFalse();
    }

    @Test
    void a_login_is_no_command() {
        send(packet(1, "\u0003insert"));
        assertThat(answered(query("COMMIT"))).isFalse();
    }

    @Test
    void commands_are_read_wherever_the_network_divides_them() {
        for (byte each : query("delete from t")) {
            spy.sent(new byte[] {each}, 1);
        }
        assertThat(answered(query("COMMIT"))).isTrue();
    }

    private boolean answered(byte[] command) {
        send(command);
        return spy.answersCommit(OK, OK.length);
    }

    private void send(byte[] command) {
        spy.sent(command, command.length);
    }

    private static byte[] query(String sql) {
        return packet(0, "\u0003" + sql);
    }

    private static byte[] packet(int number, String body) {
        byte[] bytes = body.getBytes(StandardCharsets.ISO_8859_1);
        return ByteBuffer.allocate(4 + bytes.length)
                .put((byte) bytes.length)
                .put((byte) (bytes.length >> 8))
                .put((byte) (bytes.length >> 16))
                .put((byte) number)
                .put(bytes)
                .array();
    }
}
