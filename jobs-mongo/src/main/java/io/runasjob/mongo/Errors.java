package io.runasjob.mongo;

import com.mongodb.ErrorCategory;
import com.mongodb.MongoBulkWriteException;
import com.mongodb.MongoException;
import com.mongodb.MongoOperationTimeoutException;
import com.mongodb.MongoSecurityException;
import com.mongodb.MongoTimeoutException;
import com.mongodb.bulk.BulkWriteError;
import java.util.List;

/** What errors of the driver mean. */
final class Errors {
    private static final List<Integer> NOT_ALLOWED = List.of(13, 10_107, 13_435, 13_436);

    private Errors() {}

    /** A unique index refused a document. */
    static boolean isDuplicate(MongoException error) {
        if (error instanceof MongoBulkWriteException bulk) {
            return !bulk.getWriteErrors().isEmpty()
                    && bulk.getWriteErrors().stream()
                            .map(BulkWriteError::getCategory)
                            .allMatch(ErrorCategory.DUPLICATE_KEY::equals);
        }
        return ErrorCategory.fromErrorCode(error.getCode()) == ErrorCategory.DUPLICATE_KEY;
    }

    /**
     * Whether a write that threw this may have taken place, in part or as a whole. It is certain that it has not when no
     * server was found, or the server said why it refused.
     */
    static boolean isUnknown(MongoException error) {
        if (error instanceof MongoBulkWriteException bulk) {
            return bulk.getWriteErrors().isEmpty();
        }
        if (error instanceof MongoTimeoutException) {
            return error instanceof MongoOperationTimeoutException;
        }
        return !isDuplicate(error) && !(error instanceof MongoSecurityException) && !isNotAllowed(error);
    }

    /** The server does not let us write: no rights, or not the primary. */
    static boolean isNotAllowed(MongoException error) {
        return NOT_ALLOWED.contains(error.getCode());
    }
}
