package org.campaignstatus.database;

import java.sql.SQLException;
import java.util.Map;
import java.util.Set;

/** The kinds of database, and what has to be said to each in its own way. */
enum Dialect {
    SQLITE("WITHOUT ROWID"),
    POSTGRESQL("");

    /** Classes of SQL states. */
    private static final String DATA_EXCEPTION = "22";

    private static final String CONSTRAINT_VIOLATION = "23";

    /** Its codes TOOBIG, CONSTRAINT, MISMATCH and RANGE. */
    private static final Set<Integer> REFUSALS_OF_SQLITE = Set.of(18, 19, 20, 25);

    private final String orderedByKey;

    Dialect(String orderedByKey) {
        this.orderedByKey = orderedByKey;
    }

    /** @param url a JDBC URL */
    static Dialect of(String url) {
        return url.startsWith(StateDataSource.SQLITE) ? SQLITE : POSTGRESQL;
    }

    /** @return where the migrations are: common ones, and its own */
    String[] schema() {
        String folder = "classpath:org/campaignstatus/database/schema/";
        return this == SQLITE
                ? new String[] {folder + "common"}
                : new String[] {folder + "common", folder + "postgresql"};
    }

    /** @return what stands for the placeholders in the migrations */
    Map<String, String> words() {
        return Map.of("ordered_by_key", orderedByKey);
    }

    /** @return whether it is about what was to be written, so that the database can be used for anything else */
    boolean isRefusal(Exception problem) {
        if (!(problem instanceof SQLException e)) {
            return false;
        }
        if (this == SQLITE) {
            return REFUSALS_OF_SQLITE.contains(e.getErrorCode());
        }
        String state = e.getSQLState();
        return state != null && (state.startsWith(DATA_EXCEPTION) || state.startsWith(CONSTRAINT_VIOLATION));
    }
}
