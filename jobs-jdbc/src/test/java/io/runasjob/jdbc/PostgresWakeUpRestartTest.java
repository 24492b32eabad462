package io.runasjob.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.runasjob.spi.WakeUp.Bell;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PostgresWakeUpRestartTest {

    @Test
    void both_ways_come_back_after_a_restart_of_the_server_with_one_word_at_each_end(@TempDir Path folder)
            throws IOException {
        try (CapturedLog log = new CapturedLog()) {
            EmbeddedPostgres first = server(folder, 0);
            String url = first.getJdbcUrl("postgres", "postgres");
            try (WakeUpNode here = WakeUpNode.connected(url, "here");
                    WakeUpNode there = WakeUpNode.connected(url, "there")) {
                here.wakeUp.ring(Bell.READY);
                there.awaitHeard(Bell.READY);
                there.forget();

                first.close();
                await().atMost(WakeUpNode.PATIENCE)
                        .until(() -> !here.wakeUp.reachesOtherJvms() && !there.wakeUp.reachesOtherJvms());
                await().atMost(WakeUpNode.PATIENCE).until(() -> warnings(log).size() == 2);
                here.wakeUp.ring(Bell.CANCEL);
                EmbeddedPostgres second = server(folder, first.getPort());

                there.awaitHeardAll();
                here.awaitHeardAll();
                here.wakeUp.ring(Bell.READY);
                await().atMost(WakeUpNode.PATIENCE).until(() -> there.times(Bell.READY) == 2);
                there.wakeUp.ring(Bell.FINISHED);
                await().atMost(WakeUpNode.PATIENCE).until(() -> here.times(Bell.FINISHED) == 2);

                assertThat(warnings(log)).hasSize(2);
                assertThat(log.lines("WakeUpState"))
                        .filteredOn(line -> line.contains("INFO"))
                        .hasSize(2);
                here.wakeUp.close();
                there.wakeUp.close();
                second.close();
            }
        }
    }

    @Test
    void a_server_that_is_away_at_the_start_is_found_later(@TempDir Path folder) throws IOException {
        EmbeddedPostgres first = server(folder, 0);
        String url = first.getJdbcUrl("postgres", "postgres");
        first.close();
        try (WakeUpNode node = new WakeUpNode(url, "early")) {
            assertThat(node.wakeUp.reachesOtherJvms()).isFalse();
            EmbeddedPostgres second = server(folder, first.getPort());

            await().atMost(WakeUpNode.PATIENCE).until(node.wakeUp::reachesOtherJvms);
            node.awaitHeardAll();
            node.wakeUp.close();
            second.close();
        }
    }

    @Test
    void close_is_prompt_while_the_server_is_away(@TempDir Path folder) throws IOException {
        EmbeddedPostgres server = server(folder, 0);
        WakeUpNode node = WakeUpNode.connected(server.getJdbcUrl("postgres", "postgres"), "stranded");
        server.close();
        await().atMost(WakeUpNode.PATIENCE).until(() -> !node.wakeUp.reachesOtherJvms());

        node.close();

        assertThat(WakeUpNode.threads()).isEmpty();
    }

    private static List<String> warnings(CapturedLog log) {
        return log.lines("WakeUpState").stream()
                .filter(line -> line.contains("WARN"))
                .toList();
    }

    private static EmbeddedPostgres server(Path folder, int port) throws IOException {
        return EmbeddedPostgres.builder()
                .setDataDirectory(folder.resolve("data"))
                .setCleanDataDirectory(false)
                .setPort(port)
                .start();
    }
}
