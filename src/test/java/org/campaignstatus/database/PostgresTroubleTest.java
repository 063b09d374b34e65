package org.campaignstatus.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.campaignstatus.harness.Patience.await;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import org.campaignstatus.lifecycle.EventType;
import org.campaignstatus.lifecycle.StateStore;
import org.campaignstatus.lifecycle.StateUnavailableException;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A PostgreSQL server that takes no events, or that a node leaves without a word. */
final class PostgresTroubleTest extends StateStoreSetup {

    private void execute(String sql) throws SQLException {
        try (StateDataSource source = dataSource(Kind.POSTGRESQL);
                Connection connection = source.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
            connection.commit();
        }
    }

    @Tag("endurance")
    @Test
    void whileNoEventCanBeSavedAClaimOfNothingDoesNotMakeItUsable() throws Exception {
        StateStore store = store(Kind.POSTGRESQL);
        Database database = opened.get(0);
        store.take(event("a", EventType.LOADED, 1));
        execute("""
                CREATE FUNCTION is_full() RETURNS trigger LANGUAGE plpgsql AS
                $$ BEGIN RAISE EXCEPTION 'no space left on device' USING ERRCODE = '53100'; END $$;
                CREATE TRIGGER full_disk BEFORE INSERT ON attempted_event EXECUTE FUNCTION is_full()""");
        assertThatThrownBy(() -> store.take(event("b", EventType.STARTED, 1)))
                .isInstanceOf(StateUnavailableException.class);
        await().during(Duration.ofSeconds(3)).until(() -> {
            store.claimDue();
            return database.problem().orElse("").contains("no space left on device");
        });

        execute("DROP TRIGGER full_disk ON attempted_event");
        await().until(() -> {
            store.claimDue();
            return database.problem().isEmpty();
        });
        assertThat(store.take(event("b", EventType.STARTED, 1))).isPresent();
    }

    /** Its group locks would be held until then. */
    @Test
    void theServerFindsOutSoonThatAMachineIsGone() throws Exception {
        try (StateDataSource source = dataSource(Kind.POSTGRESQL);
                Connection connection = source.getConnection();
                Statement statement = connection.createStatement();
                ResultSet idle = statement.executeQuery("SELECT current_setting('tcp_keepalives_idle')")) {
            idle.next();
            assertThat(idle.getString(1)).isEqualTo("10");
        }
    }

    @Test
    void aPasswordInAUrlThatCannotBeReadIsNotSaid() {
        String url = "jdbc:postgresql://127.0.0.1:54x2/campaigns?user=campaigns&password=s3cret";
        // a pool that is left open goes on trying
        try (StateDataSource source = new StateDataSource()) {
            source.setUrl(url);
            Database database = new Database(url, () -> source);
            assertThatThrownBy(() -> database.read(connection -> true)).isInstanceOf(StateUnavailableException.class);
            assertThat(database.problem().orElseThrow())
                    .contains("54x2/campaigns")
                    .doesNotContain("s3cret");
        }
    }
}
