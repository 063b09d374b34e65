package org.campaignstatus.database;

import java.sql.SQLException;
import java.util.Map;
import java.util.Set;

/** The kinds of database, and their differences. */
enum Dialect {
    SQLITE,
    POSTGRESQL;

    /** Classes of SQL states. */
    private static final String DATA_EXCEPTION = "22";

    private static final String CONSTRAINT_VIOLATION = "23";

    /** Its codes TOOBIG, CONSTRAINT, MISMATCH and RANGE. */
    private static final Set<Integer> SQLITE_REJECTIONS = Set.of(18, 19, 20, 25);

    static Dialect of(String url) {
        return url.startsWith(StateDataSource.SQLITE) ? SQLITE : POSTGRESQL;
    }

    String[] schema() {
        String folder = "classpath:org/campaignstatus/database/schema/";
        return this == SQLITE
                ? new String[] {folder + "common"}
                : new String[] {folder + "common", folder + "postgresql"};
    }

    Map<String, String> placeholders() {
        return Map.of("ordered_by_key", this == SQLITE ? "WITHOUT ROWID" : "");
    }

    /** @return whether the values to be written are the problem, and not the database */
    boolean isRefusal(Exception problem) {
        if (!(problem instanceof SQLException e)) {
            return false;
        }
        if (this == SQLITE) {
            return SQLITE_REJECTIONS.contains(e.getErrorCode());
        }
        String state = e.getSQLState();
        return state != null && (state.startsWith(DATA_EXCEPTION) || state.startsWith(CONSTRAINT_VIOLATION));
    }
}
