package io.runasjob.mongo;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;
import org.bson.BsonArray;
import org.bson.BsonBinary;
import org.bson.BsonDateTime;
import org.bson.BsonDocument;
import org.bson.BsonString;
import org.bson.BsonValue;
import org.jspecify.annotations.Nullable;

/** The way of single values into documents and back. Ids are binary UUIDs of subtype 4, times are in milliseconds. */
final class Values {
    private Values() {}

    static BsonBinary of(UUID id) {
        return new BsonBinary(id);
    }

    static BsonDateTime of(Instant time) {
        return new BsonDateTime(time.toEpochMilli());
    }

    /** Never early: what does not fit into milliseconds is rounded up. */
    static BsonDateTime notBefore(Instant time) {
        try {
            Instant whole = time.truncatedTo(ChronoUnit.MILLIS);
            return new BsonDateTime(whole.equals(time) ? time.toEpochMilli() : time.toEpochMilli() + 1);
        } catch (ArithmeticException e) {
            return new BsonDateTime(time.isBefore(Instant.EPOCH) ? Long.MIN_VALUE : Long.MAX_VALUE);
        }
    }

    /** That long after the given time. */
    static BsonDateTime after(Instant now, Duration delay) {
        try {
            return notBefore(now.plus(delay));
        } catch (DateTimeException | ArithmeticException e) {
            return new BsonDateTime(Long.MAX_VALUE);
        }
    }

    static <T> List<BsonBinary> ids(Collection<T> items, Function<T, UUID> id) {
        return items.stream().map(item -> of(id.apply(item))).toList();
    }

    static BsonArray texts(Collection<String> texts) {
        return new BsonArray(texts.stream().map(BsonString::new).toList());
    }

    static List<String> texts(BsonArray array) {
        return array.stream().map(text -> text.asString().getValue()).toList();
    }

    static UUID id(BsonDocument document, String field) {
        return document.getBinary(field).asUuid();
    }

    static @Nullable UUID idOrNull(BsonDocument document, String field) {
        return document.containsKey(field) ? id(document, field) : null;
    }

    static Instant time(BsonDocument document, String field) {
        return Instant.ofEpochMilli(document.getDateTime(field).getValue());
    }

    static @Nullable Instant timeOrNull(BsonDocument document, String field) {
        return document.containsKey(field) ? time(document, field) : null;
    }

    static String text(BsonDocument document, String field) {
        return document.getString(field).getValue();
    }

    static @Nullable String textOrNull(BsonDocument document, String field) {
        return document.containsKey(field) ? text(document, field) : null;
    }

    static int number(BsonDocument document, String field) {
        return document.getNumber(field).intValue();
    }

    /** Sets a field unless the value is null: absent fields are how documents say null. */
    static void put(BsonDocument document, String field, @Nullable BsonValue value) {
        if (value != null) {
            document.put(field, value);
        }
    }

    static void put(BsonDocument document, String field, @Nullable String value) {
        if (value != null) {
            document.put(field, new BsonString(value));
        }
    }
}
