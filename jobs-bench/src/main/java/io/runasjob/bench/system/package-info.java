/** The systems under test behind one small interface. */
@NullMarked
package io.runasjob.bench.system;

import org.jspecify.annotations.NullMarked;
