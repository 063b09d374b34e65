package org.campaignstatus.database;

import java.sql.Array;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.IntFunction;
import java.util.function.Supplier;
import org.campaignstatus.configuration.Configuration;
import org.campaignstatus.lifecycle.CampaignGroupState;
import org.campaignstatus.lifecycle.LifecycleEvent;
import org.campaignstatus.lifecycle.StateStore;
import org.campaignstatus.lifecycle.StateUnavailableException;
import org.campaignstatus.lifecycle.Status;
import org.campaignstatus.lifecycle.StatusReport;

/**
 * State that several nodes share in one PostgreSQL database. Every due campaign group is claimed by one node; there is no
 * leader. Due times are by the database's clock, so that the nodes' clocks may differ. Thread-safe.
 */
public final class PostgresStateStore implements StateStore {

    /** The most that are claimed in one transaction; the rest is for another node, or for the next time. */
    private static final int BATCH = 2_000;

    private static final int MAX_STATUSES = 1_000_000;

    /** Classes of SQL states. */
    private static final String NOT_AUTHORIZED = "28";

    private static final String NO_SUCH_DATABASE = "3D";

    /** Milliseconds since 1970, by the clock of the database. */
    private static final String NOW = "(extract(epoch FROM clock_timestamp()) * 1000)::bigint";

    /** Lets one node at a time change many plans; the number is not used for anything else. */
    private static final String PLANNING = "SELECT pg_advisory_xact_lock(7046029254386353)";

    /** Between two searches for plans that the server's clock, when it was set back, has moved into the far future. */
    private static final long POLL_INTERVAL = TimeUnit.SECONDS.toNanos(5);

    /** Between two claims, the first of which was all that was due. */
    private static final long CLAIM_INTERVAL = TimeUnit.MILLISECONDS.toNanos(100);

    private final Database database;
    private final Supplier<Configuration> configuration;
    private final Clock clock;
    private Configuration planned;
    private long looked = System.nanoTime();
    private long mayClaim = System.nanoTime();

    /**
     * @param due when the next periodic message is due; null for never
     * @param period the period that led to that, in milliseconds
     */
    private record Plan(int campaignGroup, Long due, long period) {}

    /** @param clock the wall clock of this node, which may differ from those of others by a few seconds */
    public PostgresStateStore(Database database, Supplier<Configuration> configuration, Clock clock) {
        this.database = database;
        this.configuration = configuration;
        this.clock = clock;
    }

    /** The database may be away at the start, but it must not reject the connection. */
    @Override
    public void open() {
        try {
            database.read(connection -> null);
        } catch (StateUnavailableException e) {
            if (isRejection(e)) {
                throw e;
            }
        }
    }

    /** Waiting does not help against a wrong password or the name of a database that does not exist. */
    private static boolean isRejection(Throwable e) {
        String state = e instanceof SQLException problem ? problem.getSQLState() : null;
        boolean rejected = state != null && (state.startsWith(NOT_AUTHORIZED) || state.startsWith(NO_SUCH_DATABASE));
        return rejected || e.getCause() != null && isRejection(e.getCause());
    }

    @Override
    public Optional<CampaignGroupState> take(LifecycleEvent event) {
        return database.transaction(connection -> {
            try (EventStatements statements = new EventStatements(connection)) {
                if (!statements.add(event.id(), clock.millis())) {
                    return Optional.empty();
                }
                CampaignGroupState before = StateTables.read(connection, event.campaignGroup());
                CampaignGroupState after = before.after(event, clock.instant());
                statements.write(after);
                plan(connection, before, after);
                return Optional.of(after);
            }
        });
    }

    /**
     * A due notification that has waited while another node sent one about the campaign group is dropped. A time in the
     * future was written before the server's clock was set back.
     */
    @Override
    public Optional<CampaignGroupState> takeDue(StatusReport due) {
        long time = due.time().toEpochMilli();
        String sql = "UPDATE campaign_group_state SET sequence = sequence + 1, told = ?"
                + " WHERE campaign_group = ? AND status > 0 AND (told < ? OR told > " + NOW + ")"
                + " RETURNING " + StateTables.COLUMNS;
        return database
                .transaction(connection ->
                        StateTables.query(connection, sql, StateTables::state, time, due.campaignGroup(), time))
                .stream()
                .findFirst();
    }

    /** Reads what is not as it was before the first event, and no more of it than a node is meant to carry. */
    @Override
    public IntFunction<Status> statuses() {
        Map<Integer, Status> statuses = new HashMap<>();
        database.read(connection -> StateTables.query(
                connection,
                "SELECT campaign_group, status FROM campaign_group_state WHERE status <> 0 LIMIT " + MAX_STATUSES,
                row -> statuses.put(row.getInt(1), Status.withCode(row.getInt(2)))));
        return campaignGroup -> statuses.getOrDefault(campaignGroup, Status.NOT_LOADED);
    }

    @Override
    public Map<Integer, Seen> of(Collection<Integer> campaignGroups) {
        Map<Integer, Seen> seen = new HashMap<>();
        if (!campaignGroups.isEmpty()) {
            database.read(connection -> StateTables.query(
                    connection,
                    "SELECT " + StateTables.COLUMNS + ", due FROM campaign_group_state WHERE campaign_group = ANY (?)",
                    row -> {
                        long due = row.getLong("due");
                        Instant at = row.wasNull() ? null : Instant.ofEpochMilli(due);
                        CampaignGroupState state = StateTables.state(row);
                        return seen.put(state.campaignGroup(), new Seen(state, at));
                    },
                    connection.createArrayOf("integer", campaignGroups.toArray())));
        }
        return seen;
    }

    @Override
    public Duration overdue() {
        String sql = "SELECT coalesce(greatest(0, " + NOW + " - min(due)), 0) FROM campaign_group_state";
        return database.read(connection -> StateTables.query(connection, sql, row -> Duration.ofMillis(row.getLong(1)))
                .get(0));
    }

    @Override
    public void close() {
        // everything is in the database already
    }

    @Override
    public synchronized List<StatusReport> claimDue() {
        if (System.nanoTime() - mayClaim < 0 || !database.isUsable()) {
            return List.of();
        }
        mayClaim = System.nanoTime() + CLAIM_INTERVAL;
        try {
            Configuration current = configuration.get();
            if (current != planned) {
                database.transaction(connection -> replan(connection, current));
                planned = current;
            }
            if (System.nanoTime() - looked > POLL_INTERVAL) {
                database.transaction(connection -> bringBack(connection, current));
                looked = System.nanoTime();
            }
            List<StatusReport> claimed = database.transaction(connection -> claim(connection, current));
            if (claimed.size() == BATCH) {
                mayClaim = System.nanoTime();
            }
            return claimed;
        } catch (StateUnavailableException e) {
            // the database has logged it
            return List.of();
        }
    }

    private static List<StatusReport> claim(Connection connection, Configuration current) throws SQLException {
        String sql = "SELECT campaign_group, due, " + NOW + " FROM campaign_group_state WHERE due <= " + NOW
                + " ORDER BY due LIMIT " + BATCH + " FOR UPDATE SKIP LOCKED";
        List<StatusReport> due = new ArrayList<>();
        update(connection, StateTables.query(connection, sql, row -> {
            int group = row.getInt(1);
            long now = row.getLong(3);
            long period = current.interval(group).toMillis();
            if (period == 0) {
                return new Plan(group, null, 0);
            }
            due.add(StatusReport.periodic(group, Instant.ofEpochMilli(now)));
            return new Plan(group, DueTimes.next(group, row.getLong(2), period, now), period);
        }));
        return due;
    }

    /** Plans the campaign groups anew to which the configuration has given another interval. */
    private static Void replan(Connection connection, Configuration current) throws SQLException {
        try (Statement lock = connection.createStatement()) {
            lock.execute(PLANNING);
        }
        String sql = "SELECT campaign_group, due, period, " + NOW + " FROM campaign_group_state WHERE status > 0";
        List<Plan> changed = new ArrayList<>();
        StateTables.query(connection, sql, row -> {
            int group = row.getInt(1);
            long due = row.getLong(2);
            boolean planned = !row.wasNull();
            long before = row.getLong(3);
            long period = current.interval(group).toMillis();
            return period != before && changed.add(plan(group, planned ? due - before : null, period, row.getLong(4)));
        });
        update(connection, changed);
        return null;
    }

    /** Plans those anew that would be due later than any plan can be: the server's clock was set back. */
    private static Void bringBack(Connection connection, Configuration current) throws SQLException {
        String sql = "SELECT campaign_group, " + NOW + " FROM campaign_group_state WHERE due > " + NOW
                + " + period + period / " + DueTimes.LARGEST_DRIFT + " FOR UPDATE SKIP LOCKED";
        update(connection, StateTables.query(connection, sql, row -> {
            int group = row.getInt(1);
            return plan(group, null, current.interval(group).toMillis(), row.getLong(2));
        }));
        return null;
    }

    private static Plan plan(int group, Long last, long period, long now) {
        if (period == 0) {
            return new Plan(group, null, 0);
        }
        long due = last == null ? DueTimes.spread(group, period, now) : DueTimes.replanned(group, last, period, now);
        return new Plan(group, due, period);
    }

    /** Saves the time of the notification, and starts or ends the periods of a group that has become active or inactive. */
    private void plan(Connection connection, CampaignGroupState before, CampaignGroupState after) throws SQLException {
        boolean changes = before.status().isActive() != after.status().isActive();
        long period = after.status().isActive()
                ? configuration.get().interval(after.campaignGroup()).toMillis()
                : 0;
        String due = period == 0 ? "NULL" : NOW + " + " + period;
        StateTables.update(
                connection,
                "UPDATE campaign_group_state SET told = " + NOW
                        + (changes ? ", due = " + due + ", period = " + period : "") + " WHERE campaign_group = ?",
                after.campaignGroup());
    }

    private static void update(Connection connection, List<Plan> plans) throws SQLException {
        if (!plans.isEmpty()) {
            StateTables.update(
                    connection,
                    "UPDATE campaign_group_state AS state SET due = plan.due, period = plan.period"
                            + " FROM unnest(?, ?, ?) AS plan (campaign_group, due, period)"
                            + " WHERE state.campaign_group = plan.campaign_group",
                    array(connection, "integer", plans, Plan::campaignGroup),
                    array(connection, "bigint", plans, Plan::due),
                    array(connection, "bigint", plans, Plan::period));
        }
    }

    private static Array array(Connection connection, String type, List<Plan> plans, Function<Plan, Object> value)
            throws SQLException {
        return connection.createArrayOf(type, plans.stream().map(value).toArray());
    }
}
