/** The store on relational databases: H2, PostgreSQL, MariaDB and MySQL. */
module io.runasjob.jdbc {
    requires transitive io.runasjob.core;
    requires transitive java.sql;
    requires com.zaxxer.hikari;
    requires flyway.core;
    requires transitive org.jooq;
    requires org.slf4j;
    requires static org.jspecify;
    requires static org.postgresql.jdbc;

    exports io.runasjob.jdbc;
}
