package org.campaignstatus.database;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import org.campaignstatus.dialing.DialMode;
import org.campaignstatus.dialing.OptimizationMethod;
import org.campaignstatus.lifecycle.CampaignGroupState;
import org.campaignstatus.lifecycle.EventType;
import org.campaignstatus.lifecycle.LastEvent;
import org.campaignstatus.lifecycle.Status;

/**
 * All SQL that SQLite and PostgreSQL have in common, except for {@link EventStatements}; the tables themselves are in
 * {@code schema/}.
 */
final class StateTables {

    /** In bytes of the SHA-256 of the text, which may be long and may hold anything. */
    static final int ID_LENGTH = 16;

    /** The columns that {@link #state} reads, in its order. */
    static final String COLUMNS = "campaign_group, status, dial_mode, optimize_by, optimize_goal, loaded, sequence,"
            + " last_action, last_actor, last_time";

    /** Reads one row of a result. */
    interface Row<T> {

        T read(ResultSet row) throws SQLException;
    }

    private StateTables() {}

    /** @return the results of all rows, in their order; a result may be null */
    static <T> List<T> query(Connection connection, String sql, Row<T> reading, Object... parameters)
            throws SQLException {
        try (PreparedStatement statement = prepare(connection, sql, parameters)) {
            statement.setFetchSize(2_000);
            try (ResultSet row = statement.executeQuery()) {
                List<T> results = new ArrayList<>();
                while (row.next()) {
                    results.add(reading.read(row));
                }
                return results;
            }
        }
    }

    /** @return how many rows were changed */
    static int update(Connection connection, String sql, Object... parameters) throws SQLException {
        try (PreparedStatement statement = prepare(connection, sql, parameters)) {
            return statement.executeUpdate();
        }
    }

    private static PreparedStatement prepare(Connection connection, String sql, Object... parameters)
            throws SQLException {
        PreparedStatement statement = connection.prepareStatement(sql);
        for (int i = 0; i < parameters.length; i++) {
            statement.setObject(i + 1, parameters[i]);
        }
        return statement;
    }

    /** Writes a row and deletes it. @return true */
    static boolean canWrite(Connection connection) throws SQLException {
        byte[] nobodysId = {};
        update(connection, "INSERT INTO attempted_event (id, attempted) VALUES (?, 0)", nobodysId);
        return update(connection, "DELETE FROM attempted_event WHERE id = ?", nobodysId) == 1;
    }

    /** Deletes the ids from one to another, that one excluded, which were attempted before a time. */
    static int deleteEvents(Connection connection, byte[] from, byte[] to, long before) throws SQLException {
        return update(
                connection, "DELETE FROM attempted_event WHERE id >= ? AND id < ? AND attempted < ?", from, to, before);
    }

    /** @return the state of a campaign group; the initial one before its first event */
    static CampaignGroupState read(Connection connection, int campaignGroup) throws SQLException {
        String sql = "SELECT " + COLUMNS + " FROM campaign_group_state WHERE campaign_group = ?";
        List<CampaignGroupState> found = query(connection, sql, StateTables::state, campaignGroup);
        return found.isEmpty() ? CampaignGroupState.initial(campaignGroup) : found.get(0);
    }

    static List<CampaignGroupState> readAll(Connection connection) throws SQLException {
        return query(connection, "SELECT " + COLUMNS + " FROM campaign_group_state", StateTables::state);
    }

    static CampaignGroupState state(ResultSet row) throws SQLException {
        return new CampaignGroupState(
                row.getInt(1),
                Status.withCode(row.getInt(2)),
                DialMode.CODES.withCode(integer(row, 3)),
                OptimizationMethod.CODES.withCode(integer(row, 4)),
                integer(row, 5),
                instant(row, 6),
                row.getLong(7),
                last(row));
    }

    private static LastEvent last(ResultSet row) throws SQLException {
        Integer action = integer(row, 8);
        EventType type = action == null ? null : EventType.withAction(action);
        return type == null ? null : new LastEvent(type, row.getInt(9), instant(row, 10));
    }

    private static Integer integer(ResultSet row, int column) throws SQLException {
        int value = row.getInt(column);
        return row.wasNull() ? null : value;
    }

    private static Instant instant(ResultSet row, int column) throws SQLException {
        long micros = row.getLong(column);
        return row.wasNull() ? null : Instant.EPOCH.plus(micros, ChronoUnit.MICROS);
    }
}
