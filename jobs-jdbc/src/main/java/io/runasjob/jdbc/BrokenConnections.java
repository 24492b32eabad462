package io.runasjob.jdbc;

import com.zaxxer.hikari.SQLExceptionOverride;
import java.sql.SQLException;
import java.sql.SQLNonTransientConnectionException;
import java.sql.SQLRecoverableException;

/**
 * Tells the pool which errors mean that a connection is gone, in the words of JDBC. By itself the pool goes by codes, and does
 * not know those of H2: it would hand out a broken connection again and again, since it tests none that was used in the last
 * half second.
 */
final class BrokenConnections implements SQLExceptionOverride {
    @java.lang.Override
    public SQLExceptionOverride.Override adjudicate(SQLException error) {
        boolean gone = error instanceof SQLNonTransientConnectionException || error instanceof SQLRecoverableException;
        return gone ? SQLExceptionOverride.Override.MUST_EVICT : SQLExceptionOverride.Override.CONTINUE_EVICT;
    }
}
