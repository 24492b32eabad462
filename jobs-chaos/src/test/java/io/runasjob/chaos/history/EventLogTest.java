package io.runasjob.chaos.history;

import static org.assertj.core.api.Assertions.assertThat;

import io.runasjob.chaos.history.Event.Acknowledged;
import io.runasjob.chaos.history.Event.CancelAnswered;
import io.runasjob.chaos.history.Event.CancelAsked;
import io.runasjob.chaos.history.Event.Ended;
import io.runasjob.chaos.history.Event.Fault;
import io.runasjob.chaos.history.Event.How;
import io.runasjob.chaos.history.Event.Kind;
import io.runasjob.chaos.history.Event.Refused;
import io.runasjob.chaos.history.Event.RolledBack;
import io.runasjob.chaos.history.Event.Slow;
import io.runasjob.chaos.history.Event.Started;
import io.runasjob.chaos.history.Event.Unanswered;
import io.runasjob.job.CancelAnswer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EventLogTest {
    private static final List<Event> EVERY_KIND = List.of(
            new Started(1, "a", 1, "n"),
            new Ended(2, "a", 1, How.COMMITTED),
            new Acknowledged(1, 2, "a", true, null),
            new Acknowledged(1, 2, "a", false, "key"),
            new Unanswered(1, 2, "lines\nand \"quotes\""),
            new Refused(1, 2, "key", "a"),
            new RolledBack(2, "a"),
            new CancelAsked(2, "a"),
            new CancelAnswered(1, 2, "a", CancelAnswer.REQUESTED),
            new Slow(1, 2),
            new Fault(1, 2, Kind.PAUSE, "p"));

    @TempDir
    Path folder;

    @Test
    void every_kind_of_event_is_read_as_it_was_written() throws IOException {
        write(EVERY_KIND);
        assertThat(EventLog.read(log())).isEqualTo(EVERY_KIND);
        assertThat(EVERY_KIND)
                .extracting(event -> (Object) event.getClass())
                .containsAll(Set.of(Event.class.getPermittedSubclasses()));
    }

    @Test
    void a_last_line_that_death_cut_short_counts_as_not_written() throws IOException {
        write(EVERY_KIND.subList(0, 2));
        Files.writeString(log(), "{\"is\":\"started\",\"at\":12", StandardOpenOption.APPEND);
        assertThat(EventLog.read(log())).isEqualTo(EVERY_KIND.subList(0, 2));
    }

    @Test
    void a_log_that_was_never_begun_is_empty() {
        assertThat(EventLog.read(log())).isEmpty();
    }

    @Test
    void a_history_has_the_log_of_each_process_by_its_name() throws IOException {
        write(EVERY_KIND);
        History history = History.read(folder, new FinalState(List.of(), List.of(), List.of(), Set.of()));
        assertThat(history.logs()).containsOnlyKeys("process");
        assertThat(history.all(Event.class)).hasSameSizeAs(EVERY_KIND);
    }

    private void write(List<Event> events) throws IOException {
        try (EventLog log = EventLog.open(log())) {
            events.forEach(log::write);
        }
    }

    private Path log() {
        return History.logOf(folder, "process");
    }
}
