package io.runasjob.mongo;

import static org.assertj.core.api.Assertions.assertThat;

import io.runasjob.testkit.JobStoreContract;
import io.runasjob.testkit.StoreFixture;
import org.junit.jupiter.api.AfterAll;

/**
 * On the fake server: what it says holds for the commands, not for the durability of a real one. All commands that the whole
 * contract makes the store send are compared with the table of the documents.
 */
class FakeServerContractTest extends JobStoreContract {
    private static final RecordedCommands RECORDED = new RecordedCommands(false);

    @Override
    protected StoreFixture open() {
        return new MongoFixture(Servers.fake(), RECORDED);
    }

    @AfterAll
    static void every_command_operator_and_option_is_in_the_table() {
        assertThat(CommandTable.read().keySet()).containsAll(RECORDED.words());
    }
}
