package org.campaignstatus.database;

import java.time.Clock;
import java.util.Collection;
import java.util.Map;
import org.campaignstatus.lifecycle.CampaignGroupState;
import org.campaignstatus.lifecycle.Ledger;

/** The ledger of one node, in a database that it has to itself. Thread-safe. */
public final class DatabaseLedger implements Ledger {

    private final Database database;
    private final Clock clock;

    public DatabaseLedger(Database database, Clock clock) {
        this.database = database;
        this.clock = clock;
    }

    @Override
    public boolean enter(String eventId, CampaignGroupState after) {
        long now = clock.millis();
        return database.transaction(connection -> {
            boolean added = StateTables.addEvent(connection, eventId, now);
            if (added) {
                StateTables.write(connection, after);
            }
            return added;
        });
    }

    @Override
    public void number(Map<Integer, Long> numbers) {
        database.transaction(connection -> {
            StateTables.number(connection, numbers);
            return null;
        });
    }

    @Override
    public Collection<CampaignGroupState> states() {
        return database.transaction(StateTables::readAll);
    }

    @Override
    public boolean isAvailable() {
        return database.problem().isEmpty();
    }
}
