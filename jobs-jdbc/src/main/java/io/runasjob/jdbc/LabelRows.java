package io.runasjob.jdbc;

import io.runasjob.job.Subject;
import io.runasjob.spi.NewJob;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/** Writes the tags and subjects that new jobs are found by. */
final class LabelRows {
    private static final String TAGS =
            "insert into ${_tag} (tag, job_id) select e.tag, e.job_id from ${rows tag text, job_id uuid}";

    private static final String SUBJECTS = "insert into ${_subject} (kind, ref, job_id)"
            + " select e.kind, e.ref, e.job_id from ${rows kind text, ref text, job_id uuid}";

    private final String tags;
    private final String subjects;

    LabelRows(Sql sql) {
        this.tags = sql.render(TAGS);
        this.subjects = sql.render(SUBJECTS);
    }

    private record Tagged(UUID job, String tag) {}

    private record About(UUID job, Subject subject) {}

    void write(Connection connection, List<NewJob> jobs) throws SQLException {
        tag(connection, jobs);
        subject(connection, jobs);
    }

    private void tag(Connection connection, List<NewJob> jobs) throws SQLException {
        List<Tagged> rows = new ArrayList<>();
        for (NewJob job : jobs) {
            job.spec()
                    .labels()
                    .tags()
                    .forEach(tag -> rows.add(new Tagged(job.id().value(), tag)));
        }
        if (!rows.isEmpty()) {
            Query.update(
                    connection,
                    tags,
                    SqlRows.of(SqlArray.of("text", rows, Tagged::tag), SqlArray.of("uuid", rows, Tagged::job)));
        }
    }

    private void subject(Connection connection, List<NewJob> jobs) throws SQLException {
        List<About> rows = new ArrayList<>();
        for (NewJob job : jobs) {
            job.spec()
                    .labels()
                    .subjects()
                    .forEach(subject -> rows.add(new About(job.id().value(), subject)));
        }
        if (!rows.isEmpty()) {
            Query.update(
                    connection,
                    subjects,
                    SqlRows.of(
                            SqlArray.of("text", rows, row -> row.subject().kind()),
                            SqlArray.of("text", rows, row -> row.subject().id()),
                            SqlArray.of("uuid", rows, About::job)));
        }
    }
}
