/** What is measured: each workload is a short script that drives nodes and answers with samples. */
@NullMarked
package io.runasjob.bench.workload;

import org.jspecify.annotations.NullMarked;
