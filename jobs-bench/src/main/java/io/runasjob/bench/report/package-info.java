/** What comes out: the table, bench.json, the page, the plots, and the table of goals. */
@NullMarked
package io.runasjob.bench.report;

import org.jspecify.annotations.NullMarked;
