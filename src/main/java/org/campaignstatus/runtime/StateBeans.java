package org.campaignstatus.runtime;

import javax.sql.DataSource;
import org.campaignstatus.configuration.ReloadableConfiguration;
import org.campaignstatus.database.Database;
import org.campaignstatus.database.JdbcStateRepository;
import org.campaignstatus.database.PostgresAdvisoryLocks;
import org.campaignstatus.database.PostgresStateStore;
import org.campaignstatus.database.SingleNodeStateStore;
import org.campaignstatus.database.TimeLimitedStateView;
import org.campaignstatus.lane.GroupLocks;
import org.campaignstatus.lifecycle.LifecycleEvents;
import org.campaignstatus.lifecycle.StateStore;
import org.campaignstatus.lifecycle.StateView;
import org.campaignstatus.settings.SettingKeys;
import org.campaignstatus.util.MonotonicClock;

/** The states of the campaign groups, and where they are stored. */
record StateBeans(Database database, StateStore store) {

    static StateBeans bind(BeanBinder beans, ReloadableConfiguration configuration, MonotonicClock clock) {
        Database database = new Database(
                configuration.get().settings().get(SettingKeys.DATABASE_URL),
                () -> beans.registry().lookupByNameAndType("dataSource", DataSource.class));
        StateStore own = database.canBeShared()
                ? new PostgresStateStore(database, configuration, clock.wallClock())
                : new SingleNodeStateStore(new JdbcStateRepository(database, clock.wallClock()), configuration, clock);
        beans.bind("lifecycleEvents", new LifecycleEvents(configuration, clock.wallClock()));
        return new StateBeans(database, beans.bind("stateStore", StateStore.class, own));
    }

    /** @return for the page and the metrics, which must not hang with the database */
    StateView view() {
        return database.canBeShared() ? new TimeLimitedStateView(store) : store;
    }

    GroupLocks locks() {
        return database.canBeShared() ? new PostgresAdvisoryLocks(database) : GroupLocks.OF_ONE_NODE;
    }
}
