package io.runasjob.mongo;

import com.mongodb.event.CommandListener;
import com.mongodb.event.CommandStartedEvent;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.regex.Pattern;
import org.bson.BsonDocument;
import org.bson.BsonValue;

/** Records what a client sends: the names of commands, their options and the operators in them. */
final class RecordedCommands implements CommandListener {
    /** What the driver adds to every command, or sends by itself. */
    private static final Set<String> OF_THE_DRIVER =
            Set.of("$db", "lsid", "$readPreference", "$clusterTime", "txnNumber", "endSessions", "apiVersion");

    private static final Pattern OPERATOR = Pattern.compile("^\\$[a-zA-Z]+$");

    private final Set<String> words = new ConcurrentSkipListSet<>();
    private final List<BsonDocument> commands = new CopyOnWriteArrayList<>();
    private final boolean whole;

    /** @param whole whether the commands themselves are kept too */
    RecordedCommands(boolean whole) {
        this.whole = whole;
    }

    /** For example {@code find}, {@code find.limit} and {@code $in}. */
    Set<String> words() {
        return Set.copyOf(words);
    }

    /** The commands, in their order. */
    List<BsonDocument> commands() {
        return List.copyOf(commands);
    }

    void clear() {
        commands.clear();
    }

    @Override
    public void commandStarted(CommandStartedEvent event) {
        if (OF_THE_DRIVER.contains(event.getCommandName())) {
            return;
        }
        BsonDocument command = event.getCommand();
        words.add(event.getCommandName());
        command.forEach((field, value) -> option(event.getCommandName(), field, value));
        if (whole) {
            commands.add(command.clone());
        }
    }

    private void option(String command, String field, BsonValue value) {
        if (!field.equals(command) && !OF_THE_DRIVER.contains(field)) {
            words.add(command + "." + field);
            if (!field.equals("documents")) {
                operators(value);
            }
        }
    }

    private void operators(BsonValue value) {
        if (value.isArray()) {
            value.asArray().forEach(this::operators);
        }
        if (value.isDocument()) {
            value.asDocument().forEach((field, each) -> {
                if (OPERATOR.matcher(field).matches()) {
                    words.add(field);
                }
                operators(each);
            });
        }
    }
}
