package io.runasjob.chaos.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MongoSpyTest {
    private static final int OP_MSG = 2013;
    private static final int OP_QUERY = 2004;
    private static final String NOTHING = "";
    private static final String IN_TRANSACTION = "\u0008autocommit\0\0";

    private final MongoSpy spy = new MongoSpy();
    private int last;

    @ParameterizedTest
    @ValueSource(strings = {"insert", "update", "delete"})
    void the_answer_to_a_write_is_found(String command) {
        assertThat(answered(send(command, NOTHING))).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"find", "hello", "aggregate", "abortTransaction", "inserted"})
    void what_writes_nothing_is_of_no_interest(String command) {
        assertThat(answered(send(command, NOTHING))).isFalse();
    }

    @Test
    void of_a_transaction_only_the_commit_counts() {
        assertThat(answered(send("insert", IN_TRANSACTION))).isFalse();
        assertThat(answered(send("commitTransaction", IN_TRANSACTION))).isTrue();
    }

    @Test
    void an_answer_is_that_of_the_message_that_it_names() {
        int read = send("find", NOTHING);
        int write = send("update", NOTHING);
        assertThat(answered(read)).isFalse();
        assertThat(answered(write)).isTrue();
        assertThat(answered(write)).isFalse();
    }

    @Test
    void a_login_in_the_old_way_is_no_command() {
        byte[] old = message(OP_QUERY, 0, "insert", NOTHING);
        spy.sent(old, old.length);
        assertThat(answered(last)).isFalse();
    }

    @Test
    void messages_are_read_wherever_the_network_divides_them() {
        byte[] write = message(OP_MSG, 0, "insert", NOTHING);
        for (byte each : write) {
            spy.sent(new byte[] {each}, 1);
        }
        byte[] answer = message(OP_MSG, last, "ok", NOTHING);
        int most = answer.length - 1;
        assertThat(spy.answersCommit(answer, most)).isFalse();
        assertThat(spy.answersCommit(new byte[] {answer[most]}, 1)).isTrue();
    }

    private int send(String command, String field) {
        byte[] message = message(OP_MSG, 0, command, field);
        spy.sent(message, message.length);
        return last;
    }

    private boolean answered(int request) {
        int before = last;
        byte[] answer = message(OP_MSG, request, "ok", NOTHING);
        last = before;
        return spy.answersCommit(answer, answer.length);
    }

    /** As much of a message as the spy reads; the number of it is {@link #last}. */
    private byte[] message(int kind, int answers, String command, String field) {
        byte[] text = (command + "\0jobs\0" + field).getBytes(StandardCharsets.ISO_8859_1);
        int length = 26 + text.length;
        last += 1000;
        return ByteBuffer.allocate(length)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putInt(length)
                .putInt(last)
                .putInt(answers)
                .putInt(kind)
                .putInt(0)
                .put((byte) 0)
                .putInt(length - 21)
                .put((byte) 2)
                .put(text)
                .array();
    }
}
