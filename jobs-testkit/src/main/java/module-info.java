/** The contract that every store runs, and the tools to test one's own jobs with. */
module io.runasjob.testkit {
    requires transitive io.runasjob.core;
    requires transitive org.junit.jupiter.api;
    requires org.assertj.core;
    requires static org.jspecify;

    exports io.runasjob.testkit;

    // the roles of the contract are package-private; JUnit calls their tests by reflection
    opens io.runasjob.testkit to
            org.junit.platform.commons;
}
