package org.campaignstatus.database;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Instant;
import java.util.Arrays;
import org.campaignstatus.lifecycle.CampaignGroupState;
import org.campaignstatus.lifecycle.LastEvent;

/** The statements that save events on one connection, prepared once for as many events as there are. Not thread-safe. */
final class EventStatements implements AutoCloseable {

    private static final String ADD_ID =
            "INSERT INTO attempted_event (id, attempted) VALUES (?, ?) ON CONFLICT (id) DO NOTHING";

    private static final String WRITE_STATE = "INSERT INTO campaign_group_state (" + StateTables.COLUMNS
            + ") VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (campaign_group) DO UPDATE SET status = excluded.status,"
            + " dial_mode = excluded.dial_mode, optimize_by = excluded.optimize_by,"
            + " optimize_goal = excluded.optimize_goal, loaded = excluded.loaded,"
            + " sequence = excluded.sequence, last_action = excluded.last_action,"
            + " last_actor = excluded.last_actor, last_time = excluded.last_time";

    private static final long MICROS_A_SECOND = 1_000_000;

    private static final int NANOS_A_MICRO = 1_000;

    private final Connection connection;
    private final PreparedStatement addId;
    private final PreparedStatement writeState;

    EventStatements(Connection connection) throws SQLException {
        this.connection = connection;
        addId = connection.prepareStatement(ADD_ID);
        writeState = connection.prepareStatement(WRITE_STATE);
    }

    boolean areOf(Connection other) {
        return connection == other;
    }

    /** @return whether the id is new; if not, nothing has changed */
    boolean add(String id, long now) throws SQLException {
        addId.setBytes(1, hash(id));
        addId.setLong(2, now);
        return addId.executeUpdate() == 1;
    }

    void write(CampaignGroupState state) throws SQLException {
        writeState.setInt(1, state.campaignGroup());
        writeState.setInt(2, state.status().code());
        set(3, state.dialMode() == null ? null : state.dialMode().code());
        set(4, state.optimizeBy() == null ? null : state.optimizeBy().code());
        set(5, state.optimizeGoal());
        set(6, state.loaded());
        writeState.setLong(7, state.sequence());
        LastEvent last = state.last();
        set(8, last == null ? null : last.type().action());
        set(9, last == null ? null : last.actor());
        set(10, last == null ? null : last.time());
        writeState.executeUpdate();
    }

    private void set(int parameter, Integer value) throws SQLException {
        if (value == null) {
            writeState.setNull(parameter, Types.INTEGER);
        } else {
            writeState.setInt(parameter, value);
        }
    }

    private void set(int parameter, Instant value) throws SQLException {
        if (value == null) {
            writeState.setNull(parameter, Types.BIGINT);
        } else {
            writeState.setLong(parameter, micros(value));
        }
    }

    /** {@link java.time.temporal.ChronoUnit#between} of Java 17 overflows before 1677 and after 2262. */
    private static long micros(Instant time) {
        return Math.addExact(
                Math.multiplyExact(time.getEpochSecond(), MICROS_A_SECOND), time.getNano() / NANOS_A_MICRO);
    }

    private static byte[] hash(String id) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(id.getBytes(StandardCharsets.UTF_8));
            return Arrays.copyOf(digest, StateTables.ID_LENGTH);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    @Override
    public void close() throws SQLException {
        addId.close();
        writeState.close();
    }
}
