package org.campaignstatus.database;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.campaignstatus.lifecycle.CampaignGroupState;

/** The repository of one node, in a database that it has to itself. Thread-safe. */
public final class JdbcStateRepository implements StateRepository {

    private final Database database;
    private final Clock clock;
    private final GroupCommit<Entry, Boolean> commits;

    /** Of the connection that was used last; one thread writes at a time. */
    private EventStatements statements;

    private record Entry(String eventId, CampaignGroupState after) {}

    public JdbcStateRepository(Database database, Clock clock) {
        this.database = database;
        this.clock = clock;
        this.commits = new GroupCommit<>(this::saveAll);
    }

    @Override
    public boolean save(String eventId, CampaignGroupState after) {
        return commits.write(new Entry(eventId, after));
    }

    private List<Boolean> saveAll(List<Entry> entries) {
        long now = clock.millis();
        return database.transaction(connection -> {
            List<Boolean> added = new ArrayList<>(entries.size());
            try {
                EventStatements prepared = statements(connection);
                for (Entry entry : entries) {
                    boolean isNew = prepared.add(entry.eventId(), now);
                    if (isNew) {
                        prepared.write(entry.after());
                    }
                    added.add(isNew);
                }
                return added;
            } catch (SQLException e) {
                statements = null;
                throw e;
            }
        });
    }

    /** The connection from the pool is a new object each time, and would close its statements at its end. */
    private EventStatements statements(Connection connection) throws SQLException {
        Connection lasting = connection.unwrap(Connection.class);
        if (statements == null || !statements.areOf(lasting)) {
            statements = new EventStatements(lasting);
        }
        return statements;
    }

    @Override
    public void raiseSequences(Map<Integer, Long> numbers) {
        writeSequences("UPDATE campaign_group_state SET sequence = max(sequence, ?) WHERE campaign_group = ?", numbers);
    }

    @Override
    public void saveSequences(Map<Integer, Long> numbers) {
        writeSequences("UPDATE campaign_group_state SET sequence = ? WHERE campaign_group = ?", numbers);
    }

    private void writeSequences(String sql, Map<Integer, Long> numbers) {
        database.transaction(connection -> {
            try (PreparedStatement update = connection.prepareStatement(sql)) {
                for (Map.Entry<Integer, Long> number : numbers.entrySet()) {
                    update.setLong(1, number.getValue());
                    update.setInt(2, number.getKey());
                    update.executeUpdate();
                }
            }
            return null;
        });
    }

    @Override
    public Collection<CampaignGroupState> states() {
        return database.read(StateTables::readAll);
    }

    @Override
    public boolean isAvailable() {
        return database.isUsable();
    }
}
