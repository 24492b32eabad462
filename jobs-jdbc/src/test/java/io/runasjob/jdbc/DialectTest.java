package io.runasjob.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.runasjob.job.InvalidValueException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DialectTest {
    @ParameterizedTest
    @CsvSource({
        "H2, 2.2.224 (2023-09-17), H2",
        "PostgreSQL, 14.0 (Debian 14.0-1), POSTGRESQL",
        "PostgreSQL, 19beta1, POSTGRESQL",
        "MariaDB, 10.6.0-MariaDB, MARIADB",
        "MariaDB, 11.8.3-MariaDB-log, MARIADB",
        "MySQL, 5.5.5-10.11.5-MariaDB, MARIADB",
        "MySQL, 8.0.19, MYSQL",
        "MySQL, 9.4.0-commercial, MYSQL",
    })
    void product_and_version_tell_the_dialect(String product, String version, JdbcDialect dialect) {
        assertThat(JdbcDialect.of(product, version)).isEqualTo(dialect);
    }

    @ParameterizedTest
    @CsvSource({
        "H2, 1.4.200 (2019-10-14)",
        "H2, 2.1.214 (2022-06-13)",
        "PostgreSQL, 13.99",
        "MariaDB, 10.5.29-MariaDB",
        "MySQL, 5.5.5-10.5.29-MariaDB",
        "MySQL, 8.0.18",
        "MySQL, 5.7.44",
        "MySQL, nobody knows",
        "Oracle, 23.4",
    })
    void older_versions_and_other_products_are_refused_with_what_came_and_what_is_expected(
            String product, String version) {
        assertThatThrownBy(() -> JdbcDialect.of(product, version))
                .isInstanceOf(InvalidValueException.class)
                .hasMessageContaining(product + " " + version)
                .hasMessageContaining("MariaDB 10.6 or later, or MySQL 8.0.19 or later");
    }
}
