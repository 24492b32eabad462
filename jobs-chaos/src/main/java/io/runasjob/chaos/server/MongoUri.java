package io.runasjob.chaos.server;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Rewrites connection strings. Pure. */
final class MongoUri {
    private static final String SCHEME = "mongodb://";

    private MongoUri() {}

    /**
     * The same user and options, but one host, which is not asked for others, and another database. Without a database the user
     * is one of {@code admin}.
     */
    static String direct(String uri, String host, String database) {
        if (!uri.startsWith(SCHEME)) {
            throw new IllegalArgumentException("JOBS_TEST_MONGO_URI must begin with " + SCHEME + " here");
        }
        String rest = uri.substring(SCHEME.length());
        int query = rest.indexOf('?');
        String address = query < 0 ? rest : rest.substring(0, query);
        String user = address.substring(0, address.lastIndexOf('@') + 1);
        Stream<String> kept = Arrays.stream((query < 0 ? "" : rest.substring(query + 1)).split("&", -1))
                .filter(option -> !option.isEmpty() && !namesOthers(option));
        Stream<String> own = Stream.concat(Stream.of("directConnection=true"), authSource(uri, user, address));
        return SCHEME + user + host + "/" + database + "?"
                + Stream.concat(own, kept).collect(Collectors.joining("&"));
    }

    private static boolean namesOthers(String option) {
        String name = option.toLowerCase(Locale.ROOT);
        return name.startsWith("replicaset=") || name.startsWith("directconnection=");
    }

    /** The database that was named before said where the user is known, unless an option does. */
    private static Stream<String> authSource(String uri, String user, String address) {
        if (user.isEmpty() || uri.toLowerCase(Locale.ROOT).contains("authsource=")) {
            return Stream.empty();
        }
        int slash = address.indexOf('/', user.length());
        String named = slash < 0 ? "" : address.substring(slash + 1);
        return Stream.of("authSource=" + (named.isEmpty() ? "admin" : named));
    }
}
