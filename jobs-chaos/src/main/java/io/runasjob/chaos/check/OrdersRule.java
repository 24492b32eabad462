package io.runasjob.chaos.check;

import io.runasjob.chaos.history.Event.RolledBack;
import io.runasjob.chaos.history.FinalJob;
import io.runasjob.chaos.history.History;
import io.runasjob.chaos.history.Workload;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** The application's own rows and its jobs came to be in one transaction. Holds also where the answer of the commit was lost. */
final class OrdersRule implements Rule {
    @Override
    public List<String> violations(History history) {
        Set<String> orders = history.state().orders();
        Stream<String> orphans = orders.stream()
                .filter(order -> history.job(order).isEmpty())
                .map(order -> "Order " + order + " was committed without its job");
        Stream<String> strays = history.state().jobs().stream()
                .filter(job -> job.name().equals(Workload.ORDERED))
                .map(FinalJob::id)
                .filter(job -> !orders.contains(job))
                .map(job -> "Job " + job + " was stored without the transaction that it was submitted in");
        Stream<String> ghosts = history.all(RolledBack.class).stream()
                .filter(rolled -> history.job(rolled.job()).isPresent())
                .map(rolled -> "Job " + rolled.job() + " was rolled back and is there");
        return Stream.of(orphans, strays, ghosts).flatMap(lines -> lines).toList();
    }
}
