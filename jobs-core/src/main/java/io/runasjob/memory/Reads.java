package io.runasjob.memory;

import io.runasjob.job.Job;
import io.runasjob.job.JobId;
import io.runasjob.job.JobQuery;
import io.runasjob.job.Page;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Answers questions. Guarded by the store's lock. */
final class Reads {
    private Reads() {}

    static List<Job> find(JobTable table, Collection<JobId> ids) {
        return ids.stream()
                .distinct()
                .map(table::find)
                .flatMap(Optional::stream)
                .toList();
    }

    static Page<Job> list(JobTable table, JobQuery query) {
        List<Job> found = table.newestFirst(query.afterOrNull()).stream()
                .filter(job -> matches(query, job))
                .limit(query.limit() + 1L)
                .toList();
        if (found.size() <= query.limit()) {
            return new Page<>(found, null);
        }
        List<Job> page = found.subList(0, query.limit());
        return new Page<>(page, page.get(page.size() - 1).id());
    }

    private static boolean matches(JobQuery query, Job job) {
        return isAny(query.statuses(), job.status())
                && isAny(query.types(), job.type())
                && isAny(query.queues(), job.queue())
                && isSame(query.ownerOrNull(), job.spec().ownerOrNull())
                && isLabelled(query, job)
                && isCreatedWithin(query, job)
                && isNamed(query.textOrNull(), job.name());
    }

    private static <T> boolean isAny(Set<T> wanted, T value) {
        return wanted.isEmpty() || wanted.contains(value);
    }

    private static boolean isSame(@Nullable String wanted, @Nullable String value) {
        return wanted == null || wanted.equals(value);
    }

    private static boolean isLabelled(JobQuery query, Job job) {
        return job.spec().labels().tags().containsAll(query.tags())
                && (query.subjectOrNull() == null
                        || job.spec().labels().subjects().contains(query.subjectOrNull()));
    }

    private static boolean isCreatedWithin(JobQuery query, Job job) {
        return (query.createdFromOrNull() == null || !job.times().created().isBefore(query.createdFromOrNull()))
                && (query.createdBeforeOrNull() == null || job.times().created().isBefore(query.createdBeforeOrNull()));
    }

    private static boolean isNamed(@Nullable String wanted, String name) {
        return wanted == null || name.toLowerCase(Locale.ROOT).contains(wanted.toLowerCase(Locale.ROOT));
    }
}
