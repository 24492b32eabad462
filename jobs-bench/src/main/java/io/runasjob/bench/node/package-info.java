/** The child process: a JVM of its own for every system under test, driven by lines on its input. */
@NullMarked
package io.runasjob.bench.node;

import org.jspecify.annotations.NullMarked;
