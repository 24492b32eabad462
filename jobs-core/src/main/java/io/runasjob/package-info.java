/**
 * The facade: build a {@link io.runasjob.JobService}, submit, await, look, close. Nothing imports this package.
 *
 * <pre>{@code
 * try (JobService jobs = JobService.builder()
 *         .store(JdbcJobStore.open("jdbc:h2:./jobs"))
 *         .register(new Reports())
 *         .queue("default", 8)
 *         .start()) {
 *     JobHandle<Report> handle = jobs.submit(Reports::render, documentId);
 *     Report report = handle.await(Duration.ofMinutes(1));
 * }
 * }</pre>
 */
@NullMarked
package io.runasjob;

import org.jspecify.annotations.NullMarked;
