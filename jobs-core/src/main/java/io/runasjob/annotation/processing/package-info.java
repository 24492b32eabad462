/**
 * The annotation processor: finds mistakes in annotated methods while they are compiled, and writes what saves typing.
 *
 * <p>Terms: a <em>host</em> is a class with annotated methods; its <em>factory class</em> {@code ReportsJobs} has one method
 * for each of them; the <em>index</em> lists every job type of a compilation, see {@link
 * io.runasjob.annotation.JobTypeIndex}.
 *
 * <p>A host whose types are not complete yet, because another processor still has to write some, waits for the next round.
 * Limits of values are asked of the very classes that check them at run time, so both always agree. The index is one file
 * for the whole compilation, which makes the processor an aggregating one; lines of classes that this compilation did not
 * touch are kept while those classes still declare the type.
 *
 * <p>Nothing in user code makes the processor fail: what the compiler itself will complain about is left to the compiler.
 * Only the compiler loads this package; the rest of the library works without it.
 */
@NullMarked
package io.runasjob.annotation.processing;

import org.jspecify.annotations.NullMarked;
