package org.campaignstatus.database;

import java.util.Map;

/** The kinds of database, and what has to be said to each in its own way. */
enum Dialect {
    SQLITE("WITHOUT ROWID"),
    POSTGRESQL("");

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
}
