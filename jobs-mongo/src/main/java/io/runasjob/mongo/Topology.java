package io.runasjob.mongo;

import org.bson.BsonBoolean;
import org.bson.BsonDocument;
import org.bson.BsonString;

/** What kind of server answers, as its {@code hello} says. */
enum Topology {
    /** One server by itself: no transactions, no change streams, nothing survives its disk. */
    STANDALONE,
    REPLICA_SET,
    /** A router before several replica sets. */
    SHARDED;

    static Topology of(BsonDocument hello) {
        if (hello.containsKey("setName")) {
            return REPLICA_SET;
        }
        boolean router =
                "isdbgrid".equals(hello.getString("msg", new BsonString("")).getValue());
        return router ? SHARDED : STANDALONE;
    }

    /** Whether this server takes writes: a secondary that was connected to directly does not. */
    static boolean isWritable(BsonDocument hello) {
        BsonBoolean before = hello.getBoolean("ismaster", BsonBoolean.FALSE);
        return hello.getBoolean("isWritablePrimary", before).getValue();
    }

    /** Whether it has transactions and change streams. */
    boolean isReplicated() {
        return this != STANDALONE;
    }
}
