package io.runasjob.jdbc;

import java.io.IOException;
import java.io.InputStream;
import java.io.Reader;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import org.flywaydb.core.api.ResourceProvider;
import org.flywaydb.core.api.resource.LoadableResource;
import org.jspecify.annotations.Nullable;

/**
 * The migrations of one dialect with the table prefix filled in. Flyway gets them from here and looks nowhere else: neither
 * the host's own migrations nor a scan of its class path, and the text that it runs is the text that is printed.
 */
final class Migrations implements ResourceProvider {
    /** The version of the tables that this library needs: that of the last file. */
    static final int VERSION = 1;

    private static final List<String> FILES = List.of("V1__jobs.sql");

    private final List<Migration> migrations;

    Migrations(JdbcDialect dialect, String prefix) {
        this.migrations = FILES.stream()
                .map(file -> new Migration(file, read(dialect, file).replace("${prefix}", Sql.checkPrefix(prefix))))
                .toList();
    }

    /** All of them, one after another. */
    String text() {
        StringBuilder text = new StringBuilder();
        migrations.forEach(migration ->
                text.append("-- ").append(migration.file).append('\n').append(migration.text));
        return text.toString();
    }

    @Override
    public @Nullable LoadableResource getResource(String name) {
        return migrations.stream()
                .filter(migration -> migration.file.equals(name))
                .findFirst()
                .orElse(null);
    }

    @Override
    public Collection<LoadableResource> getResources(String start, String[] ends) {
        return List.copyOf(migrations.stream()
                .filter(migration -> migration.file.startsWith(start))
                .filter(migration -> Arrays.stream(ends).anyMatch(migration.file::endsWith))
                .toList());
    }

    private static String read(JdbcDialect dialect, String file) {
        String path = "migration/" + dialect.folder() + "/" + file;
        try (InputStream in = Migrations.class.getResourceAsStream(path)) {
            if (in == null) {
                throw new IllegalStateException("The archive of jobs-jdbc lacks " + path + ": was it repackaged?");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** One file. */
    private static final class Migration extends LoadableResource {
        private final String file;
        private final String text;

        Migration(String file, String text) {
            this.file = file;
            this.text = text;
        }

        @Override
        public Reader read() {
            return new StringReader(text);
        }

        @Override
        public String getAbsolutePath() {
            return file;
        }

        @Override
        public @Nullable String getAbsolutePathOnDisk() {
            return null;
        }

        @Override
        public String getFilename() {
            return file;
        }

        @Override
        public String getRelativePath() {
            return file;
        }
    }
}
