package io.runasjob.chaos.history;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;

/**
 * What the database held when all was over.
 *
 * @param jobs every job
 * @param effects written in the transaction that ended the job, doubles included
 * @param traces written outside of any transaction, doubles included
 * @param orders ids of jobs that the application wrote down in the transactions in which it submitted them
 */
public record FinalState(List<FinalJob> jobs, List<Effect> effects, List<Effect> traces, Set<String> orders) {
    /** Copies all. */
    public FinalState {
        jobs = List.copyOf(jobs);
        effects = List.copyOf(effects);
        traces = List.copyOf(traces);
        orders = Set.copyOf(orders);
    }

    /** Keeps it beside the logs, for whoever looks into them later. */
    public void save(Path folder) throws IOException {
        new ObjectMapper().writeValue(folder.resolve("state.json").toFile(), this);
    }
}
