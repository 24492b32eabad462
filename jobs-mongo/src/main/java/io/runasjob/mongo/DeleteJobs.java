package io.runasjob.mongo;

import static com.mongodb.client.model.Filters.and;

import io.runasjob.job.DeleteAnswer;
import io.runasjob.job.JobId;
import io.runasjob.job.JobStatus;
import java.util.Collection;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/** Deletes finished jobs; all that belongs to a job stands in its document. */
final class DeleteJobs {
    private static final Set<JobStatus> FINISHED =
            EnumSet.of(JobStatus.COMPLETED, JobStatus.FAILED, JobStatus.CANCELLED);

    private final Database database;
    private final Touched touched;

    DeleteJobs(Database database) {
        this.database = database;
        this.touched = new Touched(database);
    }

    /** Of two that delete a job at once both are told that it was deleted. */
    Map<JobId, DeleteAnswer> delete(Collection<JobId> jobs) {
        return database.run("delete jobs", () -> {
            Set<JobId> before = Set.copyOf(touched.read(jobs).keySet());
            database.write(() -> (int) database.jobs()
                    .deleteMany(and(Guards.ids(jobs), Guards.statusIn(FINISHED)))
                    .getDeletedCount());
            Set<JobId> after = touched.read(jobs).keySet();
            Map<JobId, DeleteAnswer> answers = new LinkedHashMap<>();
            jobs.forEach(job -> answers.put(job, answer(before.contains(job), after.contains(job))));
            return answers;
        });
    }

    private static DeleteAnswer answer(boolean before, boolean after) {
        if (after) {
            return DeleteAnswer.NOT_FINISHED;
        }
        return before ? DeleteAnswer.DELETED : DeleteAnswer.UNKNOWN;
    }
}
