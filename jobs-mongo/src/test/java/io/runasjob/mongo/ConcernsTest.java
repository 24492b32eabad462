package io.runasjob.mongo;

import static org.assertj.core.api.Assertions.assertThat;

import io.runasjob.testkit.SampleJobs;
import io.runasjob.testkit.StoreDriver;
import java.util.List;
import java.util.Set;
import org.bson.BsonDocument;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The clients of the fixture ask for the weakest concerns; the store does not care. */
class ConcernsTest {
    private static final Set<String> WRITES = Set.of("insert", "update", "delete");
    private static final Set<String> READS = Set.of("find", "aggregate", "count");
    private final MongoFixture fixture = new MongoFixture(Servers.fake());

    @AfterEach
    void close() {
        fixture.close();
    }

    @Test
    void every_write_is_confirmed_by_a_majority_and_its_journals() {
        live();

        assertThat(commands(WRITES))
                .hasSizeGreaterThan(10)
                .allSatisfy(command -> assertThat(command.getDocument("writeConcern"))
                        .isEqualTo(BsonDocument.parse("{w: 'majority', j: true}")));
    }

    @Test
    void every_read_sees_only_what_a_majority_has() {
        live();

        assertThat(commands(READS))
                .hasSizeGreaterThan(5)
                .allSatisfy(command -> assertThat(command.getDocument("readConcern"))
                        .isEqualTo(BsonDocument.parse("{level: 'majority'}")));
    }

    @Test
    void every_read_and_write_has_a_time_limit() {
        live();

        assertThat(commands(WRITES)).allMatch(command -> command.containsKey("maxTimeMS"));
        assertThat(commands(READS)).allMatch(command -> command.containsKey("maxTimeMS"));
    }

    /** A little of everything. */
    private void live() {
        StoreDriver driver = new StoreDriver(fixture);
        driver.store().limit("default", 100);
        driver.insert(SampleJobs.sample().many(3));
        driver.store().limit("default", Long.MAX_VALUE);
        driver.insert(SampleJobs.sample());
        driver.claim(driver.node(), "default", 3).forEach(job -> driver.complete(StoreDriver.lease(job)));
        driver.store().cancel(List.of(driver.insert(SampleJobs.sample())));
        driver.store().rescue(3, 10);
        driver.store().promote(10);
    }

    private List<BsonDocument> commands(Set<String> names) {
        return fixture.recorded().commands().stream()
                .filter(command -> names.contains(command.getFirstKey()))
                .toList();
    }
}
