/**
 * When a failed attempt is tried again: pure functions, no clock, no hidden randomness.
 *
 * <p>A {@link io.runasjob.retry.RetryPolicy} looks at one failure and answers with a {@link
 * io.runasjob.retry.Decision}: wait and try again, or give up. How long to wait comes from the first rule that matches the
 * exception, else from the {@link io.runasjob.retry.Backoff}. How many attempts a job has is not part of the policy: it is
 * the job's own {@code maxAttempts}, so that either can be set without the other.
 *
 * <p>Policies travel with the job as JSON. Rules therefore name exception classes by their names, and a rule matches an
 * exception when the class or one of its superclasses or interfaces has that name: no class is loaded to decide.
 *
 * <p>This package imports nothing of ours: a request (package {@code job}) carries its own policy, so the arrow points
 * from {@code job} to here.
 */
@NullMarked
package io.runasjob.retry;

import org.jspecify.annotations.NullMarked;
