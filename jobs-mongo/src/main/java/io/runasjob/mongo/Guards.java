package io.runasjob.mongo;

import com.mongodb.client.model.Filters;
import io.runasjob.job.JobId;
import io.runasjob.job.JobStatus;
import io.runasjob.job.Lease;
import java.util.Collection;
import java.util.EnumSet;
import java.util.Set;
import org.bson.BsonBoolean;
import org.bson.BsonInt32;
import org.bson.BsonString;
import org.bson.conversions.Bson;

/** The conditions under which a job may change: parts of the filters of every update. */
final class Guards {
    private Guards() {}

    static Bson id(JobId job) {
        return Filters.eq(Names.ID, Values.of(job.value()));
    }

    static Bson ids(Collection<JobId> jobs) {
        return Filters.in(Names.ID, Values.ids(jobs, JobId::value));
    }

    static Bson status(JobStatus status) {
        return Filters.eq(Names.STATUS, new BsonString(status.name()));
    }

    static Bson statusIn(Collection<JobStatus> statuses) {
        return Filters.in(
                Names.STATUS,
                statuses.stream().map(status -> new BsonString(status.name())).toList());
    }

    /** A lease that is the current one. */
    static Bson leased(Lease lease) {
        return Filters.and(
                id(lease.job()),
                status(JobStatus.RUNNING),
                Filters.eq(Names.ATTEMPT, new BsonInt32(lease.attempt())),
                Filters.eq(Names.NODE, Values.of(lease.node().value())));
    }

    static Bson askedToStop(boolean asked) {
        return Filters.eq(Names.CANCEL, BsonBoolean.valueOf(asked));
    }

    /**
     * The statuses of {@code from}, each of which must be able to become {@code to}.
     *
     * @throws IllegalStateException when the table of {@link JobStatus} has no such transition
     */
    static Bson move(Set<JobStatus> from, JobStatus to) {
        for (JobStatus source : from) {
            if (!source.canBecome(to)) {
                throw new IllegalStateException("No job goes from " + source + " to " + to + ": see JobStatus.");
            }
        }
        return from.size() == 1 ? status(from.iterator().next()) : statusIn(from);
    }

    /** The statuses that wait, whichever: what stays in its status gets a new time only. */
    static Bson waiting(JobStatus to) {
        Set<JobStatus> waiting = EnumSet.of(JobStatus.BLOCKED, JobStatus.SCHEDULED, JobStatus.PENDING);
        Set<JobStatus> others = EnumSet.copyOf(waiting);
        others.remove(to);
        move(others, to);
        return statusIn(waiting);
    }
}
