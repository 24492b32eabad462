package io.runasjob.mongo;

import io.runasjob.job.JobStatus;
import io.runasjob.job.NodeId;
import io.runasjob.spi.NewJob;
import io.runasjob.spi.NewJob.After;
import io.runasjob.spi.NewJob.At;
import io.runasjob.spi.NewJob.Blocked;
import io.runasjob.spi.NewJob.RunningOn;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.bson.BsonArray;
import org.bson.BsonBoolean;
import org.bson.BsonDateTime;
import org.bson.BsonDocument;
import org.bson.BsonInt32;
import org.bson.BsonString;

/** The documents of new jobs. */
final class NewDocuments {
    private NewDocuments() {}

    /** A job that everybody sees once it is stored. */
    static BsonDocument of(NewJob job, Instant now) {
        BsonDateTime due = due(job.start(), now);
        BsonDocument document = new BsonDocument(Names.ID, Values.of(job.id().value()));
        SpecDocument.write(document, job.spec());
        job.spec().unique().ifPresent(unique -> Values.put(document, Names.HOLDS, unique.key()));
        document.append(
                        Names.STATUS,
                        new BsonString(status(job.start(), due, now).name()))
                .append(Names.CREATED, Values.of(now))
                .append(Names.DUE, due)
                .append(Names.ATTEMPT, new BsonInt32(0))
                .append(Names.FAILURES, new BsonInt32(0))
                .append(Names.LOSSES, new BsonInt32(0))
                .append(Names.CANCEL, BsonBoolean.FALSE);
        if (job.start() instanceof RunningOn running) {
            start(document, running.node(), now);
        }
        return document;
    }

    /** A job that nobody sees until its intake is committed. */
    static BsonDocument staged(NewJob job, Instant now, UUID intake) {
        BsonDocument document = of(job, now);
        return document.append(Names.BEGINS, document.get(Names.STATUS))
                .append(Names.STATUS, new BsonString(Names.STAGED))
                .append(Names.INTAKE, Values.of(intake));
    }

    /** Whether the job begins as PENDING. */
    static boolean isReady(NewJob job, Instant now) {
        return status(job.start(), due(job.start(), now), now) == JobStatus.PENDING;
    }

    private static void start(BsonDocument document, NodeId node, Instant now) {
        document.append(Names.STARTED, Values.of(now))
                .append(Names.ATTEMPT, new BsonInt32(1))
                .append(Names.NODE, Values.of(node.value()))
                .append(Names.ATTEMPTS, new BsonArray(List.of(AttemptDocuments.started(node, now))));
    }

    private static BsonDateTime due(NewJob.Start start, Instant now) {
        if (start instanceof After after) {
            return Values.after(now, after.delay());
        }
        return start instanceof At at ? Values.notBefore(at.time()) : Values.of(now);
    }

    private static JobStatus status(NewJob.Start start, BsonDateTime due, Instant now) {
        if (start instanceof Blocked) {
            return JobStatus.BLOCKED;
        }
        if (start instanceof RunningOn) {
            return JobStatus.RUNNING;
        }
        return due.getValue() > now.toEpochMilli() ? JobStatus.SCHEDULED : JobStatus.PENDING;
    }
}
