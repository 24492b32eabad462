/** The database servers: started, verified and metered here. */
@NullMarked
package io.runasjob.bench.engine;

import org.jspecify.annotations.NullMarked;
