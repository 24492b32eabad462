/**
 * Database servers that may be killed: each a process of its own, durable as in production, at a port that stays. MongoDB is another
 * case: the server is somebody else's, or a fake in this JVM, and is not killed.
 */
@NullMarked
package io.runasjob.chaos.server;

import org.jspecify.annotations.NullMarked;
