package io.runasjob.bench;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.runasjob.bench.report.Measured;
import io.runasjob.bench.report.Results;
import io.runasjob.bench.system.JobSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Properties;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The smallest size, once, for correctness only: no time is asserted. */
@Timeout(300)
class BenchmarkTest {
    @TempDir
    Path folder;

    @Test
    void every_system_finishes_exactly_what_was_submitted_and_the_results_are_written() throws Exception {
        Results results = run("postgresql", "drain-20000");
        assertThat(results.undelivered()).isZero();
        assertThat(results.all()).extracting(Measured::system).containsExactlyElementsOf(JobSystems.labels());
        JsonNode written =
                new ObjectMapper().readTree(folder.resolve("bench.json").toFile());
        JsonNode first = written.get("results").get(0);
        assertThat(first.get("workload").asText()).isEqualTo("drain-20000");
        assertThat(first.get("engine").asText()).isEqualTo("postgresql");
        assertThat(first.get("system").asText()).isEqualTo("runasjob");
        assertThat(first.get("unit").asText()).isEqualTo("jobs/s");
        assertThat(first.get("median").asDouble()).isPositive();
        assertThat(written.get("settings").get("postgresql").get("fsync").asText())
                .isEqualTo("on");
        assertThat(Files.readString(folder.resolve("benchmarks.md"))).contains("| drain-20000 | bare |");
        assertThat(folder.resolve("benchmarks/throughput.svg")).content().contains("db-scheduler");
    }

    @Test
    void on_other_engines_runasjob_runs_alone() throws Exception {
        Results results = run("h2", "bulk-1000");
        assertThat(results.undelivered()).isZero();
        assertThat(results.all()).extracting(Measured::system).containsExactly("runasjob");
    }

    @Test
    void what_ran_on_the_fake_of_mongodb_is_labelled_so() throws Exception {
        Results results = run("mongodb", "drain-20000");
        assertThat(results.undelivered()).isZero();
        JsonNode written =
                new ObjectMapper().readTree(folder.resolve("bench.json").toFile());
        String expected = System.getenv("JOBS_TEST_MONGO_URI") == null ? "mongodb (fake server)" : "mongodb";
        assertThat(written.get("results").get(0).get("engine").asText()).isEqualTo(expected);
        assertThat(Files.readString(folder.resolve("benchmarks.md"))).contains(expected);
    }

    private Results run(String engine, String workloads) throws Exception {
        Properties properties = new Properties();
        properties.setProperty("bench.engine", engine);
        properties.setProperty("bench.workloads", workloads);
        properties.setProperty("bench.repetitions", "1");
        properties.setProperty("bench.scale", "0.001");
        properties.setProperty("bench.counting", "false");
        properties.setProperty("bench.output", folder.toString());
        return Benchmark.run(Options.of(properties));
    }
}
