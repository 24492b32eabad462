package io.runasjob.mongo;

import java.util.List;
import org.bson.BsonArray;
import org.bson.BsonDocument;
import org.bson.BsonString;

/**
 * One index of a store.
 *
 * @param suffix of its collection, behind the prefix; empty for the jobs
 * @param name of the index
 * @param key its fields, 1 for ascending, -1 for descending
 * @param options beside the name
 */
record Index(String suffix, String name, BsonDocument key, BsonDocument options) {
    static final String DOORBELL = "_doorbell";
    static final String PARTIAL = "partialFilterExpression";

    /**
     * All that the acts need. The statuses lead although the indexes are partial, so that they serve as well on a server that
     * has no partial indexes.
     */
    static final List<Index> ALL = List.of(
            of(
                    "",
                    "ready",
                    "{status: 1, queue: 1, priority: -1, due: 1, _id: 1, type: 1}",
                    "{partialFilterExpression: {status: 'PENDING'}}"),
            of("", "due", "{status: 1, due: 1}", "{partialFilterExpression: {status: 'SCHEDULED'}}"),
            of("", "running", "{status: 1, node: 1}", "{partialFilterExpression: {status: 'RUNNING'}}"),
            of("", "holds", "{holds: 1}", "{unique: true, sparse: true}"),
            of("", "intake", "{intake: 1}", "{sparse: true}"),
            of("", "owner", "{owner: 1, _id: -1}", "{partialFilterExpression: {owner: {$exists: true}}}"),
            of("", "tags", "{tags: 1, _id: -1}", "{partialFilterExpression: {tags: {$exists: true}}}"),
            of(
                    "",
                    "subjects",
                    "{'subjects.kind': 1, 'subjects.id': 1, _id: -1}",
                    "{partialFilterExpression: {subjects: {$exists: true}}}"),
            of(DOORBELL, "at", "{at: 1}", "{expireAfterSeconds: 60}"));

    private static Index of(String suffix, String name, String key, String options) {
        return new Index(suffix, name, BsonDocument.parse(key), BsonDocument.parse(options));
    }

    /** The command that makes it; it does nothing where the index exists. */
    BsonDocument command(String prefix) {
        BsonDocument index = new BsonDocument("key", key).append("name", new BsonString(name));
        index.putAll(options);
        return new BsonDocument("createIndexes", new BsonString(prefix + suffix))
                .append("indexes", new BsonArray(List.of(index)));
    }

    /** The same index, with all documents in it. */
    Index whole() {
        BsonDocument rest = options.clone();
        rest.remove(PARTIAL);
        return new Index(suffix, name, key, rest);
    }

    boolean isPartial() {
        return options.containsKey(PARTIAL);
    }

    /** The same as a line for the shell of MongoDB. */
    String print(String prefix) {
        BsonDocument all = new BsonDocument("name", new BsonString(name));
        all.putAll(options);
        return "db.getCollection(\"" + prefix + suffix + "\").createIndex(" + key.toJson() + ", " + all.toJson() + ");";
    }
}
