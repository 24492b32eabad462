/**
 * The inner parts alone, under JMH, without a database: {@code mvn -Pbench -Dbench.jmh}. Those that are not public are measured
 * from packages of the same name.
 */
@NullMarked
package io.runasjob.bench.jmh;

import org.jspecify.annotations.NullMarked;
