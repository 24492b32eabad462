package io.runasjob.chaos.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class PostgresSpyTest {
    private final PostgresSpy spy = new PostgresSpy();

    @Test
    void the_answer_to_a_commit_after_a_write_is_found() {
        assertThat(answers(done("BEGIN"), done("INSERT 0 2"))).isFalse();
        assertThat(answers(done("COMMIT"), message('Z', "T"))).isTrue();
    }

    @Test
    void a_transaction_that_wrote_nothing_is_of_no_interest() {
        assertThat(answers(done("BEGIN"), done("SELECT 3"), done("UPDATE 0"), done("COMMIT")))
                .isFalse();
    }

    @Test
    void each_transaction_counts_for_itself() {
        assertThat(answers(done("UPDATE 1"), done("ROLLBACK"), done("SELECT 1"), done("COMMIT")))
                .isFalse();
        assertThat(answers(done("DELETE 1"), done("COMMIT"))).isTrue();
        assertThat(answers(done("COMMIT"))).isFalse();
    }

    @Test
    void it_is_found_wherever_the_network_divides_it() {
        boolean found = false;
        for (byte each : join(done("UPDATE 1"), message('1', ""), done("COMMIT"))) {
            found |= spy.answersCommit(new byte[] {each}, 1);
        }
        assertThat(found).isTrue();
    }

    @Test
    void data_that_looks_like_an_answer_is_data() {
        byte[] answer = done("COMMIT");
        assertThat(answers(done("UPDATE 1"), message('D', new String(answer, StandardCharsets.ISO_8859_1))))
                .isFalse();
    }

    private boolean answers(byte[]... messages) {
        byte[] all = join(messages);
        return spy.answersCommit(all, all.length);
    }

    private static byte[] done(String tag) {
        return message('C', tag + "\0");
    }

    private static byte[] message(char type, String body) {
        byte[] bytes = body.getBytes(StandardCharsets.ISO_8859_1);
        return ByteBuffer.allocate(5 + bytes.length)
                .put((byte) type)
                .putInt(4 + bytes.length)
                .put(bytes)
                .array();
    }

    private static byte[] join(byte[]... parts) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            all.writeBytes(part);
        }
        return all.toByteArray();
    }
}
