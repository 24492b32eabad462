package io.runasjob.mongo;

import io.runasjob.job.Job;
import io.runasjob.job.JobError;
import io.runasjob.job.JobId;
import io.runasjob.job.JobRun;
import io.runasjob.job.JobStatus;
import io.runasjob.job.JobTimes;
import io.runasjob.job.Lease;
import io.runasjob.job.NodeId;
import io.runasjob.job.Progress;
import java.util.UUID;
import org.bson.BsonBoolean;
import org.bson.BsonDocument;
import org.bson.BsonInt32;
import org.bson.BsonInt64;
import org.bson.BsonString;
import org.jspecify.annotations.Nullable;

/** How a job lies in a document, and the way back. An absent field stands for null, or for the usual value. */
final class JobDocument {
    private static final String PROCESSED = "processed";
    private static final String TOTAL = "total";
    private static final String PERCENT = "percent";
    private static final String MESSAGE = "message";
    private static final String KIND = "kind";
    private static final String EXCEPTION = "exception";
    private static final String STACK = "stack";

    private JobDocument() {}

    static Job read(BsonDocument job) {
        JobTimes times = new JobTimes(
                Values.time(job, Names.CREATED),
                Values.time(job, Names.DUE),
                Values.timeOrNull(job, Names.STARTED),
                Values.timeOrNull(job, Names.FINISHED));
        return new Job(
                id(job),
                SpecDocument.read(job),
                status(job),
                times,
                run(job),
                job.containsKey(Names.PROGRESS) ? readProgress(job.getDocument(Names.PROGRESS)) : Progress.NONE,
                Values.textOrNull(job, Names.RESULT),
                readErrorOrNull(job));
    }

    static JobId id(BsonDocument job) {
        return new JobId(Values.id(job, Names.ID));
    }

    static JobStatus status(BsonDocument job) {
        return JobStatus.valueOf(Values.text(job, Names.STATUS));
    }

    /** Whether the job is there for everybody, or waits for the commit of its intake. */
    static boolean isStaged(BsonDocument job) {
        return Values.text(job, Names.STATUS).equals(Names.STAGED);
    }

    static boolean isAskedToStop(BsonDocument job) {
        return job.getBoolean(Names.CANCEL, BsonBoolean.FALSE).getValue();
    }

    /** The lease of the latest attempt; there must have been one. */
    static Lease lease(BsonDocument job) {
        return new Lease(id(job), Values.number(job, Names.ATTEMPT), new NodeId(Values.id(job, Names.NODE)));
    }

    private static JobRun run(BsonDocument job) {
        UUID node = Values.idOrNull(job, Names.NODE);
        return new JobRun(
                Values.number(job, Names.ATTEMPT),
                Values.number(job, Names.FAILURES),
                Values.number(job, Names.LOSSES),
                node == null ? null : new NodeId(node),
                isAskedToStop(job));
    }

    static BsonDocument progress(Progress progress) {
        BsonDocument document = new BsonDocument(PROCESSED, new BsonInt64(progress.processed()));
        progress.total().ifPresent(total -> document.put(TOTAL, new BsonInt64(total)));
        Integer percent = progress.percentOrNull();
        Values.put(document, PERCENT, percent == null ? null : new BsonInt32(percent));
        return document.append(MESSAGE, new BsonString(progress.message()));
    }

    private static Progress readProgress(BsonDocument progress) {
        return new Progress(
                progress.getNumber(PROCESSED).longValue(),
                progress.containsKey(TOTAL) ? progress.getNumber(TOTAL).longValue() : null,
                progress.containsKey(PERCENT) ? Values.number(progress, PERCENT) : null,
                Values.text(progress, MESSAGE));
    }

    static BsonDocument error(JobError error) {
        return new BsonDocument(KIND, new BsonString(error.kind().name()))
                .append(EXCEPTION, new BsonString(error.exception()))
                .append(MESSAGE, new BsonString(error.message()))
                .append(STACK, new BsonString(error.stack()));
    }

    /** The error of a job, or of an attempt. */
    static @Nullable JobError readErrorOrNull(BsonDocument holder) {
        if (!holder.containsKey(Names.ERROR)) {
            return null;
        }
        BsonDocument error = holder.getDocument(Names.ERROR);
        return new JobError(
                JobError.Kind.valueOf(Values.text(error, KIND)),
                Values.text(error, EXCEPTION),
                Values.text(error, MESSAGE),
                Values.text(error, STACK));
    }
}
