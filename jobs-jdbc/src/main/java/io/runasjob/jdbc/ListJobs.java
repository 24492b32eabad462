package io.runasjob.jdbc;

import static org.jooq.impl.DSL.exists;
import static org.jooq.impl.DSL.field;
import static org.jooq.impl.DSL.selectOne;
import static org.jooq.impl.DSL.table;

import io.runasjob.job.Job;
import io.runasjob.job.JobQuery;
import io.runasjob.job.JobStatus;
import io.runasjob.job.Page;
import io.runasjob.job.Subject;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.jooq.Condition;
import org.jooq.DSLContext;
import org.jooq.Field;
import org.jooq.Record;
import org.jooq.SQLDialect;
import org.jooq.Select;
import org.jooq.SelectUnionStep;
import org.jooq.impl.DSL;
import org.jooq.impl.SQLDataType;

/**
 * Lists jobs by composed filters, newest first. Live and finished jobs are two halves, each read along its primary key and
 * cut to a page before they are merged; a half that the filter leaves nothing of is not read.
 *
 * <p>jOOQ composes the text and orders the values; the driver runs it like every other statement. The columns are named by
 * {@link JobRow}, as everywhere, so there are no table classes beside it.
 */
final class ListJobs {
    private static final Field<UUID> ID = field("id", SQLDataType.UUID);
    private static final Field<UUID> JOB = field("j.id", SQLDataType.UUID);
    private static final Field<Short> STATUS = field("j.status", SQLDataType.SMALLINT);
    private static final Field<OffsetDateTime> CREATED = field("j.created_at", SQLDataType.TIMESTAMPWITHTIMEZONE);

    private static final List<Field<?>> HISTORY = fields(JobRow.HISTORY);

    private final Database database;
    private final Sql sql;
    private final List<Field<?>> live;
    private final DSLContext jooq;

    ListJobs(Database database, Sql sql) {
        this.database = database;
        this.sql = sql;
        this.live = fields(sql.render(JobRow.LIVE_AS_HISTORY));
        SQLDialect dialect = switch (sql.dialect()) {
            case H2 -> SQLDialect.H2;
            case POSTGRESQL -> SQLDialect.POSTGRES;
            case MARIADB -> SQLDialect.MARIADB;
            case MYSQL -> SQLDialect.MYSQL;
        };
        this.jooq = DSL.using(dialect);
    }

    Page<Job> list(JobQuery query) {
        Select<Record> page = merge(halves(query), query.limit() + 1);
        String text = jooq.render(page);
        Object[] values = jooq.extractBindValues(page).toArray();
        List<Job> jobs = database.user("list jobs", connection -> Query.list(connection, text, JobRow::read, values));
        return cut(jobs, query.limit());
    }

    private List<SelectUnionStep<Record>> halves(JobQuery query) {
        List<SelectUnionStep<Record>> halves = new ArrayList<>();
        Set<JobStatus> statuses = query.statuses();
        if (statuses.isEmpty() || !statuses.stream().allMatch(JobStatus::isFinished)) {
            halves.add(half(live, "", query));
        }
        if (statuses.isEmpty() || statuses.stream().anyMatch(JobStatus::isFinished)) {
            halves.add(half(HISTORY, "_history", query));
        }
        return halves;
    }

    /** One more than the page, to see whether there is another page. */
    private SelectUnionStep<Record> half(List<Field<?>> columns, String suffix, JobQuery query) {
        return jooq.select(columns)
                .from(table(sql.table(suffix) + " j"))
                .where(conditions(query))
                .orderBy(JOB.desc())
                .limit(query.limit() + 1);
    }

    private static Select<Record> merge(List<SelectUnionStep<Record>> halves, int limit) {
        return halves.size() == 1
                ? halves.get(0)
                : halves.get(0).unionAll(halves.get(1)).orderBy(ID.desc()).limit(limit);
    }

    private static Page<Job> cut(List<Job> jobs, int limit) {
        return jobs.size() <= limit
                ? new Page<>(jobs, null)
                : new Page<>(jobs.subList(0, limit), jobs.get(limit - 1).id());
    }

    private List<Condition> conditions(JobQuery query) {
        List<Condition> all = new ArrayList<>();
        anyOf(all, STATUS, query.statuses().stream().map(Codes::of).toList());
        anyOf(all, text("j.type"), query.types());
        anyOf(all, text("j.queue"), query.queues());
        query.tags().forEach(tag -> all.add(tagged(tag)));
        String owner = query.ownerOrNull();
        if (owner != null) {
            all.add(text("j.owner").eq(owner));
        }
        Subject subject = query.subjectOrNull();
        if (subject != null) {
            all.add(about(subject));
        }
        String part = query.textOrNull();
        if (part != null) {
            all.add(text("j.name").containsIgnoreCase(part));
        }
        all.addAll(inTime(query));
        return all;
    }

    private static List<Condition> inTime(JobQuery query) {
        List<Condition> all = new ArrayList<>();
        if (query.createdFromOrNull() != null) {
            all.add(CREATED.ge(time(query.createdFromOrNull())));
        }
        if (query.createdBeforeOrNull() != null) {
            all.add(CREATED.lt(time(query.createdBeforeOrNull())));
        }
        if (query.afterOrNull() != null) {
            all.add(JOB.lt(query.afterOrNull().value()));
        }
        return all;
    }

    private Condition tagged(String tag) {
        return exists(selectOne()
                .from(table(sql.table("_tag") + " t"))
                .where(text("t.tag").eq(tag))
                .and(field("t.job_id", SQLDataType.UUID).eq(JOB)));
    }

    private Condition about(Subject subject) {
        return exists(selectOne()
                .from(table(sql.table("_subject") + " s"))
                .where(text("s.kind").eq(subject.kind()))
                .and(text("s.ref").eq(subject.id()))
                .and(field("s.job_id", SQLDataType.UUID).eq(JOB)));
    }

    private static <T> void anyOf(List<Condition> all, Field<T> column, Iterable<T> values) {
        List<T> any = new ArrayList<>();
        values.forEach(any::add);
        if (!any.isEmpty()) {
            all.add(column.in(any));
        }
    }

    private static Field<String> text(String column) {
        return field(column, SQLDataType.VARCHAR);
    }

    private static OffsetDateTime time(Instant time) {
        return time.atOffset(ZoneOffset.UTC);
    }

    private static List<Field<?>> fields(String columns) {
        return Arrays.stream(columns.split(", ", -1)).<Field<?>>map(DSL::field).toList();
    }
}
