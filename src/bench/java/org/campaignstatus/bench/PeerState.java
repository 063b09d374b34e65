package org.campaignstatus.bench;

import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.campaignstatus.database.Database;
import org.campaignstatus.database.JdbcStateRepository;
import org.campaignstatus.database.StateDataSource;
import org.campaignstatus.lifecycle.CampaignGroupState;
import org.campaignstatus.lifecycle.LifecycleEvent;
import org.campaignstatus.lifecycle.StatusReport;
import org.springframework.integration.jdbc.metadata.JdbcMetadataStore;
import org.springframework.integration.selector.MetadataStoreSelector;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.messaging.Message;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * The state of the peer: the idempotent receiver of Spring Integration, with its table in the program's
 * database, and the state of each campaign group in the program's own table, one transaction for both, as the program has
 * it. The database has the program's pragmas and its one connection. Thread-safe, if calls for one campaign group are in
 * order.
 */
final class PeerState {

    /** From schema-h2.sql of spring-integration-jdbc, which has no script for SQLite. */
    private static final String METADATA_STORE = """
            CREATE TABLE IF NOT EXISTS INT_METADATA_STORE (
                METADATA_KEY VARCHAR(255) NOT NULL,
                METADATA_VALUE VARCHAR(4000),
                REGION VARCHAR(100) NOT NULL,
                constraint INT_METADATA_STORE_PK primary key (METADATA_KEY, REGION)
            )""";

    private static final String ADD_KEY = """
            INSERT INTO INT_METADATA_STORE (METADATA_KEY, METADATA_VALUE, REGION) VALUES (?, ?, 'DEFAULT')
            ON CONFLICT DO NOTHING""";

    private static final String WRITE_STATE = """
            INSERT INTO campaign_group_state (campaign_group, status, dial_mode, optimize_by, optimize_goal, loaded,
                sequence, last_action, last_actor, last_time)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
            ON CONFLICT (campaign_group) DO UPDATE SET status = excluded.status, dial_mode = excluded.dial_mode,
                optimize_by = excluded.optimize_by, optimize_goal = excluded.optimize_goal, loaded = excluded.loaded,
                sequence = excluded.sequence, last_action = excluded.last_action, last_actor = excluded.last_actor,
                last_time = excluded.last_time""";

    private final Map<Integer, CampaignGroupState> states = new ConcurrentHashMap<>();
    private final JdbcTemplate jdbc;
    private final TransactionTemplate transactions;
    private final MetadataStoreSelector newOnes;

    PeerState(String url) {
        StateDataSource source = new StateDataSource();
        source.setUrl(url);
        new JdbcStateRepository(new Database(url, () -> source), Clock.systemUTC())
                .states()
                .forEach(state -> states.put(state.campaignGroup(), state));
        jdbc = new JdbcTemplate(source);
        transactions = new TransactionTemplate(new JdbcTransactionManager(source));
        transactions.executeWithoutResult(status -> jdbc.execute(METADATA_STORE));
        JdbcMetadataStore store = new SqliteMetadataStore(jdbc);
        store.afterPropertiesSet();
        newOnes = new MetadataStoreSelector(message -> ((LifecycleEvent) message.getPayload()).id(), store);
    }

    /** @return the report to send, or null if the event came before */
    StatusReport remember(Message<LifecycleEvent> message) {
        LifecycleEvent event = message.getPayload();
        CampaignGroupState before = states.computeIfAbsent(event.campaignGroup(), CampaignGroupState::initial);
        CampaignGroupState after = transactions.execute(status -> {
            if (!newOnes.accept(message)) {
                return null;
            }
            CampaignGroupState changed = before.after(event, Instant.now());
            write(changed);
            return changed;
        });
        if (after == null) {
            return null;
        }
        states.put(event.campaignGroup(), after);
        return StatusReport.of(event, after);
    }

    private void write(CampaignGroupState state) {
        jdbc.update(
                WRITE_STATE,
                state.campaignGroup(),
                state.status().code(),
                state.dialMode() == null ? null : state.dialMode().code(),
                state.optimizeBy() == null ? null : state.optimizeBy().code(),
                state.optimizeGoal(),
                state.loaded() == null ? null : micros(state.loaded()),
                state.sequence(),
                state.last().type().action(),
                state.last().actor(),
                micros(state.last().time()));
    }

    private static long micros(Instant time) {
        return ChronoUnit.MICROS.between(Instant.EPOCH, time);
    }

    /** The store of Spring Integration, whose statement for a new key SQLite refuses (HAVING without an aggregate). */
    private static final class SqliteMetadataStore extends JdbcMetadataStore {

        private final JdbcTemplate jdbc;

        SqliteMetadataStore(JdbcTemplate jdbc) {
            super(jdbc);
            this.jdbc = jdbc;
            // SQLite has no FOR UPDATE, and needs none with one connection
            setLockHint("");
        }

        @Override
        public String putIfAbsent(String key, String value) {
            return jdbc.update(ADD_KEY, key, value) == 1 ? null : get(key);
        }
    }
}
