package org.campaignstatus.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.campaignstatus.harness.Configured.event;
import static org.campaignstatus.harness.Patience.await;

import com.zaxxer.hikari.HikariDataSource;
import jakarta.jms.ConnectionFactory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import javax.sql.DataSource;
import org.campaignstatus.database.StateDataSource;
import org.campaignstatus.harness.Broker;
import org.campaignstatus.harness.Configured;
import org.campaignstatus.harness.Program;
import org.campaignstatus.harness.Receiver;
import org.campaignstatus.jms.ArtemisConnectionFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.jms.connection.CachingConnectionFactory;

/** The beans that a site changes or replaces in application.properties. */
final class ReplacedBeansTest {

    private final Receiver receiver = Receiver.start();

    @TempDir
    Path folder;

    private Program program;

    @BeforeEach
    void configure() {
        program = Program.in(folder)
                .sendingTo(receiver.uri("/states"))
                .with("campaigngroup-states-interval", "0")
                .with("lifecycle.jms.enabled", "true")
                .with("database.url", "jdbc:sqlite:" + folder.resolve("state.db"))
                .configuredBy(Configured.campaignGroups().with(1).json());
    }

    @AfterEach
    void stop() {
        // a site's own pool is the site's to close
        HikariDataSource pool = bean("dataSource", HikariDataSource.class);
        program.close();
        pool.close();
        receiver.close();
    }

    @Test
    void aPropertyAloneIsSetOnTheBeanThatIsThere() throws Exception {
        settings("camel.beans.senders.sessionCacheSize = 7", "camel.beans.dataSource.poolName = hall-4");
        program.start();
        assertThat(bean("senders", CachingConnectionFactory.class).getSessionCacheSize())
                .isEqualTo(7);
        assertThat(bean("dataSource", StateDataSource.class).getPoolName()).isEqualTo("hall-4");
        assertThat(bean("connectionFactory", ConnectionFactory.class)).isInstanceOf(ArtemisConnectionFactory.class);
        assertAnEventIsTold();
    }

    @Test
    void aPoolOfTheSitesOwnHasNoneOfThePropertiesOfOurs() throws Exception {
        settings(
                "camel.beans.dataSource = #class:com.zaxxer.hikari.HikariDataSource",
                "camel.beans.dataSource.jdbcUrl = {{database.url}}",
                "camel.beans.dataSource.maximumPoolSize = 1");
        program.start();
        assertThat(bean("dataSource", DataSource.class)).isExactlyInstanceOf(HikariDataSource.class);
        assertAnEventIsTold();
    }

    @Test
    void soHasOneThatASystemPropertyNames() throws Exception {
        program.with("camel.beans.dataSource", "#class:com.zaxxer.hikari.HikariDataSource")
                .with("camel.beans.dataSource.jdbcUrl", program.setting("database.url"))
                .with("camel.beans.dataSource.maximumPoolSize", "1")
                .start();
        assertThat(bean("dataSource", DataSource.class)).isExactlyInstanceOf(HikariDataSource.class);
        assertAnEventIsTold();
    }

    private void settings(String... lines) throws IOException {
        Files.write(folder.resolve("application.properties"), List.of(lines), StandardOpenOption.APPEND);
    }

    private <T> T bean(String name, Class<T> type) {
        return program.context().getRegistry().lookupByNameAndType(name, type);
    }

    private void assertAnEventIsTold() throws Exception {
        try (Broker broker = program.broker()) {
            broker.send("campaigngroup.lifecycle", event("started", 1));
            await().until(() -> receiver.requests().size() == 1);
        }
    }
}
