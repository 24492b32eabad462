package io.runasjob.jdbc;

import io.runasjob.jdbc.Standings.Standing;
import io.runasjob.job.DeleteAnswer;
import io.runasjob.job.JobId;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Deletes finished jobs with all that belongs to them. */
final class DeleteJobs {
    private final Database database;
    private final Standings standings;
    private final List<String> deletes;

    DeleteJobs(Database database, Sql sql) {
        this.database = database;
        this.standings = new Standings(sql);
        this.deletes = Stream.of(
                        "${delete from _attempt any job_id uuid}",
                        "${delete from _tag any job_id uuid}",
                        "${delete from _subject any job_id uuid}",
                        "${delete from _history any id uuid}")
                .map(sql::render)
                .toList();
    }

    Map<JobId, DeleteAnswer> delete(Collection<JobId> jobs) {
        List<UUID> ids = jobs.stream().map(JobId::value).toList();
        return database.user("delete jobs", connection -> {
            Map<UUID, Standing> found = standings.lock(connection, ids);
            List<UUID> finished = found.values().stream()
                    .filter(job -> job.status().isFinished())
                    .map(Standing::id)
                    .toList();
            for (String delete : finished.isEmpty() ? List.<String>of() : deletes) {
                Query.update(connection, delete, SqlArray.uuids(finished));
            }
            Map<JobId, DeleteAnswer> answers = new LinkedHashMap<>();
            jobs.forEach(job -> answers.put(job, answer(found.get(job.value()))));
            return answers;
        });
    }

    private static DeleteAnswer answer(@Nullable Standing before) {
        if (before == null) {
            return DeleteAnswer.UNKNOWN;
        }
        return before.status().isFinished() ? DeleteAnswer.DELETED : DeleteAnswer.NOT_FINISHED;
    }
}
