package io.runasjob.job;

import io.runasjob.job.InvalidValueException.Field;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Which jobs to list: live and finished as one, newest first, a page at a time. Filters add up (all must hold); an empty
 * set filters nothing. Immutable, each method returns a new query; threads may share it.
 *
 * @param statuses any of these
 * @param types any of these
 * @param queues any of these
 * @param ownerOrNull this owner
 * @param subjectOrNull about this subject
 * @param tags all of these
 * @param createdFromOrNull created at or after
 * @param createdBeforeOrNull created before
 * @param textOrNull the name contains this, whatever the case
 * @param afterOrNull only jobs that stand after this one in the listing
 * @param limit longest page, 1 to 500
 */
public record JobQuery(
        Set<JobStatus> statuses,
        Set<String> types,
        Set<String> queues,
        @Nullable String ownerOrNull,
        @Nullable Subject subjectOrNull,
        Set<String> tags,
        @Nullable Instant createdFromOrNull,
        @Nullable Instant createdBeforeOrNull,
        @Nullable String textOrNull,
        @Nullable JobId afterOrNull,
        int limit) {

    /** The longest legal page. */
    public static final int MAX_LIMIT = 500;

    private static final JobQuery ALL =
            new JobQuery(Set.of(), Set.of(), Set.of(), null, null, Set.of(), null, null, null, null, 50);

    /** Copies the sets and checks the limit; throws {@link InvalidValueException}. */
    public JobQuery {
        statuses = Set.copyOf(statuses);
        types = Set.copyOf(types);
        queues = Set.copyOf(queues);
        tags = Set.copyOf(tags);
        if (limit < 1 || limit > MAX_LIMIT) {
            throw new InvalidValueException(Field.LIMIT, limit, "1 to " + MAX_LIMIT + " jobs a page", null);
        }
    }

    /** Every job, 50 a page. */
    public static JobQuery all() {
        return ALL;
    }

    /** Jobs in any of these statuses. */
    public JobQuery status(JobStatus... any) {
        return change(draft -> draft.statuses = Set.copyOf(List.of(any)));
    }

    /** Jobs of any of these types. */
    public JobQuery type(String... any) {
        return change(draft -> draft.types = Set.copyOf(List.of(any)));
    }

    /** Jobs of any of these queues. */
    public JobQuery queue(String... any) {
        return change(draft -> draft.queues = Set.copyOf(List.of(any)));
    }

    /** Jobs that belong to this owner. */
    public JobQuery owner(String owner) {
        return change(draft -> draft.owner = owner);
    }

    /** Jobs about this subject. */
    public JobQuery subject(String kind, Object id) {
        return change(draft -> draft.subject = new Subject(kind, String.valueOf(id)));
    }

    /** Jobs that carry all of these tags. */
    public JobQuery tags(String... all) {
        return change(draft -> draft.tags = Set.copyOf(List.of(all)));
    }

    /** Jobs created at this time or later. */
    public JobQuery createdFrom(Instant time) {
        return change(draft -> draft.createdFrom = time);
    }

    /** Jobs created before this time. */
    public JobQuery createdBefore(Instant time) {
        return change(draft -> draft.createdBefore = time);
    }

    /** Jobs whose name contains this text, whatever the case. */
    public JobQuery text(String part) {
        return change(draft -> draft.text = part);
    }

    /** The page that begins after this job: the cursor of {@link Page#next()}. */
    public JobQuery after(JobId cursor) {
        return change(draft -> draft.after = cursor);
    }

    /** The longest page wanted, 1 to {@value #MAX_LIMIT}; default 50. */
    public JobQuery limit(int most) {
        return change(draft -> draft.limit = most);
    }

    private JobQuery change(Consumer<Draft> edit) {
        Draft draft = new Draft(this);
        edit.accept(draft);
        return draft.done();
    }

    private static final class Draft {
        Set<JobStatus> statuses;
        Set<String> types;
        Set<String> queues;

        @Nullable
        String owner;

        @Nullable
        Subject subject;

        Set<String> tags;

        @Nullable
        Instant createdFrom;

        @Nullable
        Instant createdBefore;

        @Nullable
        String text;

        @Nullable
        JobId after;

        int limit;

        Draft(JobQuery query) {
            this.statuses = query.statuses;
            this.types = query.types;
            this.queues = query.queues;
            this.owner = query.ownerOrNull;
            this.subject = query.subjectOrNull;
            this.tags = query.tags;
            this.createdFrom = query.createdFromOrNull;
            this.createdBefore = query.createdBeforeOrNull;
            this.text = query.textOrNull;
            this.after = query.afterOrNull;
            this.limit = query.limit;
        }

        JobQuery done() {
            return new JobQuery(
                    statuses, types, queues, owner, subject, tags, createdFrom, createdBefore, text, after, limit);
        }
    }
}
