package io.runasjob.mongo;

import static com.mongodb.client.model.Updates.combine;
import static com.mongodb.client.model.Updates.inc;
import static com.mongodb.client.model.Updates.set;
import static com.mongodb.client.model.Updates.unset;

import io.runasjob.job.JobError;
import io.runasjob.job.JobStatus;
import io.runasjob.job.Lease;
import io.runasjob.job.Outcome;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.bson.BsonString;
import org.bson.conversions.Bson;
import org.jspecify.annotations.Nullable;

/** The one update that ends an attempt, moves its job on and writes both into its history. */
final class EndAttempts {
    private final Instant now;
    private final UUID stamp;

    /**
     * @param now when the attempts end
     * @param stamp by which they are found again
     */
    EndAttempts(Instant now, UUID stamp) {
        this.now = now;
        this.stamp = stamp;
    }

    /**
     * How one attempt ends.
     *
     * @param status what its job becomes
     * @param delay from now until it is due again, or null for due as before
     */
    record End(
            Lease lease,
            Outcome outcome,
            JobStatus status,
            @Nullable JobError error,
            @Nullable String result,
            @Nullable Duration delay) {}

    UUID stamp() {
        return stamp;
    }

    Bson update(End end) {
        List<Bson> updates = AttemptDocuments.end(end.lease().attempt(), end.outcome(), end.error(), now, stamp);
        updates.add(set(Names.STATUS, new BsonString(end.status().name())));
        if (end.outcome().isFailure()) {
            updates.add(inc(Names.FAILURES, 1));
        }
        if (end.outcome() == Outcome.LOST) {
            updates.add(inc(Names.LOSSES, 1));
        }
        updates.addAll(end.status().isFinished() ? finish(end) : waitAgain(end));
        return combine(updates);
    }

    private List<Bson> finish(End end) {
        List<Bson> updates = new ArrayList<>();
        updates.add(set(Names.FINISHED, Values.of(now)));
        updates.add(unset(Names.HOLDS));
        if (end.status() == JobStatus.FAILED && end.error() != null) {
            updates.add(set(Names.ERROR, JobDocument.error(end.error())));
        }
        if (end.result() != null) {
            updates.add(set(Names.RESULT, end.result()));
        }
        return updates;
    }

    private List<Bson> waitAgain(End end) {
        List<Bson> updates = new ArrayList<>();
        if (end.delay() != null) {
            updates.add(set(Names.DUE, Values.after(now, end.delay())));
        }
        if (end.outcome().isFailure() && end.error() != null) {
            updates.add(set(Names.ERROR, JobDocument.error(end.error())));
        }
        return updates;
    }
}
