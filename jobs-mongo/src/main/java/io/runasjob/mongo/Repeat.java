package io.runasjob.mongo;

import com.mongodb.MongoException;
import java.util.function.Supplier;

/** Runs an upsert again that met another one of the same document. */
final class Repeat {
    private static final int MOST_TRIES = 5;

    private Repeat() {}

    static <T> T whileDuplicate(Supplier<T> upsert) {
        for (int tried = 1; ; tried++) {
            try {
                return upsert.get();
            } catch (MongoException e) {
                if (tried == MOST_TRIES || !Errors.isDuplicate(e)) {
                    throw e;
                }
            }
        }
    }
}
