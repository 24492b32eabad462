/** Database servers that may be killed: each a process of its own, durable as in production, at a port that stays. */
@NullMarked
package io.runasjob.chaos.server;

import org.jspecify.annotations.NullMarked;
