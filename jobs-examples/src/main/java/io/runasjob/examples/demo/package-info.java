/**
 * The demo, {@code mvn -Pdemo}: one job for each text file of a folder, and one of every other kind. {@code Demo} tells the
 * story, {@code FileJobs} holds the handlers, {@code DemoReport} prints.
 */
@NullMarked
package io.runasjob.examples.demo;

import org.jspecify.annotations.NullMarked;
