/**
 * The contract of {@link io.runasjob.spi.JobStore} as tests, and the tools that it is written with.
 *
 * <p>A store passes when a subclass of {@link io.runasjob.testkit.JobStoreContract} that opens it is green. The tests stand
 * in one interface for each subject ({@code InsertContract}, {@code ClaimContract}, {@code FencingContract} …), all of which
 * the one abstract class inherits, so that nobody can leave one out. They speak to the store through its public verbs only,
 * by way of {@link io.runasjob.testkit.StoreDriver}, and make jobs with {@link io.runasjob.testkit.SampleJobs}.
 *
 * <p>Rules of the suite: each test gets a fresh, empty store; time is moved by the {@link
 * io.runasjob.testkit.StoreFixture}, never waited for; instants from before a move are not compared with instants from
 * after it, so that a fixture may move the stored times instead of the clock; durations are compared with a slack of a
 * minute where real time may have passed; threads wait for each other at barriers and are bounded by timeouts.
 */
@NullMarked
package io.runasjob.testkit;

import org.jspecify.annotations.NullMarked;
