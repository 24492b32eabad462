package io.runasjob.mongo;

import static com.mongodb.client.model.Filters.and;
import static com.mongodb.client.model.Filters.eq;
import static com.mongodb.client.model.Filters.in;
import static org.assertj.core.api.Assertions.assertThat;

import com.mongodb.ExplainVerbosity;
import com.mongodb.client.FindIterable;
import com.mongodb.client.model.Sorts;
import io.runasjob.job.JobStatus;
import io.runasjob.spi.AttemptEnd;
import io.runasjob.testkit.SampleJobs;
import io.runasjob.testkit.StoreDriver;
import org.bson.Document;
import org.bson.conversions.Bson;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** How a real server reads, among many finished jobs; the fake has no plans. */
class PlanTest {
    private MongoFixture fixture;

    @BeforeEach
    void fill() {
        fixture = new MongoFixture(Servers.real());
        Document plan = explain(jobs(Guards.status(JobStatus.PENDING)));
        Assumptions.assumeTrue(
                plan.containsKey("executionStats"), "Not run: this server does not explain as MongoDB does");
        StoreDriver driver = new StoreDriver(fixture);
        driver.insert(SampleJobs.sample().many(1_000));
        fixture.store()
                .finish(driver.claim(driver.node(), "default", 1_000).stream()
                        .map(StoreDriver::lease)
                        .map(lease -> (AttemptEnd) new AttemptEnd.Completed(lease, null))
                        .toList());
        driver.insert(SampleJobs.sample().many(100));
    }

    @AfterEach
    void close() {
        if (fixture != null) {
            fixture.close();
        }
    }

    @Test
    void a_claim_reads_as_many_documents_as_it_takes_in_the_order_of_the_index() {
        Bson ready = and(Guards.status(JobStatus.PENDING), eq(Names.QUEUE, "default"), in(Names.TYPE, SampleJobs.TYPE));
        Bson order = Sorts.orderBy(Sorts.descending(Names.PRIORITY), Sorts.ascending(Names.DUE, Names.ID));
        Document plan = explain(jobs(ready).sort(order).limit(10));

        assertUses(plan, "ready", 10);
        assertThat(plan.toJson()).doesNotContain("\"stage\": \"SORT\"");
    }

    @Test
    void due_and_running_jobs_are_found_by_their_own_indexes() {
        assertUses(
                explain(jobs(Guards.status(JobStatus.SCHEDULED))
                        .sort(Sorts.ascending(Names.DUE))
                        .limit(10)),
                "due",
                0);
        assertUses(explain(jobs(Guards.status(JobStatus.RUNNING))), "running", 0);
    }

    @Test
    void a_unique_key_is_one_look() {
        assertUses(explain(jobs(eq(Names.HOLDS, "k"))), "holds", 0);
    }

    private FindIterable<Document> jobs(Bson filter) {
        return fixture.database().getCollection("job").find(filter);
    }

    private static Document explain(FindIterable<Document> find) {
        return find.explain(ExplainVerbosity.EXECUTION_STATS);
    }

    private static void assertUses(Document plan, String index, int examined) {
        assertThat(plan.get("queryPlanner", Document.class)
                        .get("winningPlan", Document.class)
                        .toJson())
                .contains("\"indexName\": \"" + index + "\"");
        assertThat(plan.get("executionStats", Document.class).getInteger("totalDocsExamined"))
                .isLessThanOrEqualTo(examined);
    }
}
