/**
 * From a request to a stored job: find the type, check and encode the arguments, fill in the defaults, insert, ring the
 * bell.
 *
 * <p>Everything that is wrong with a request is found before the store sees it. One call is all or nothing. The bell rings
 * after the insert has committed, never before, and not for jobs that a node claimed in the insert. Jobs that are written in a transaction of the caller's go the same way through
 * another intake, and whoever called rings after the commit.
 */
@NullMarked
package io.runasjob.submit;

import org.jspecify.annotations.NullMarked;
