package io.runasjob.testkit;

import java.io.IOException;
import org.junit.jupiter.api.Assumptions;

/**
 * The server that an environment variable names, or else one that is started in a container; tests that need it are broken
 * off, and say so in the report, where there is neither. Immutable; threads may share it.
 */
public final class NamedServer {
    private final String url;
    private final String whyNot;

    private NamedServer(String url, String whyNot) {
        this.url = url;
        this.whyNot = whyNot;
    }

    /** Starts a server and waits until it answers. */
    @FunctionalInterface
    public interface Starter {
        /**
         * Returns its URL.
         *
         * @throws IOException when there is no Docker, or it starts none
         */
        String start() throws IOException;
    }

    /**
     * Looks for a server, once.
     *
     * @param engine its name, for the report
     * @param variable of the environment, whose value is a URL
     * @param starter asked when the variable is not set, or blank
     */
    public static NamedServer find(String engine, String variable, Starter starter) {
        String given = System.getenv(variable);
        if (given != null && !given.isBlank()) {
            return new NamedServer(given, "");
        }
        try {
            return new NamedServer(starter.start(), "");
        } catch (IOException e) {
            String why = variable + " names no server, and Docker starts none: " + e.getMessage();
            return new NamedServer("", "Not run on " + engine + ": " + why);
        }
    }

    /** Its URL; breaks the present test off where there is no server. */
    public String url() {
        Assumptions.assumeFalse(url.isEmpty(), whyNot);
        return url;
    }
}
