/** The store on MongoDB. */
module io.runasjob.mongo {
    requires transitive io.runasjob.core;
    requires transitive org.mongodb.driver.sync.client;
    requires transitive org.mongodb.driver.core;
    requires transitive org.mongodb.bson;
    requires org.slf4j;
    requires static org.jspecify;

    exports io.runasjob.mongo;
}
