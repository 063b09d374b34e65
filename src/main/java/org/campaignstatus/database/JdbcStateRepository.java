package org.campaignstatus.database;

import java.time.Clock;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.campaignstatus.lifecycle.CampaignGroupState;

/** The repository of one node, in a database that it has to itself. Thread-safe. */
public final class JdbcStateRepository implements StateRepository {

    private final Database database;
    private final Clock clock;
    private final GroupCommit<Entry, Boolean> commits;

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
            List<Boolean> added = StateTables.addEvents(
                    connection, entries.stream().map(Entry::eventId).toList(), now);
            StateTables.write(
                    connection,
                    IntStream.range(0, entries.size())
                            .filter(added::get)
                            .mapToObj(i -> entries.get(i).after())
                            .toList());
            return added;
        });
    }

    @Override
    public void saveSequences(Map<Integer, Long> numbers) {
        database.transaction(connection -> {
            StateTables.writeSequences(connection, numbers);
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
