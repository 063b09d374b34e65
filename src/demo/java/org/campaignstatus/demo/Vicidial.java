package org.campaignstatus.demo;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import org.apache.camel.main.Main;
import org.campaignstatus.runtime.Application;
import org.campaignstatus.settings.ExternalOverrides;

/**
 * A database with the tables of VICIdial that the shipped query reads, and a program that asks it. That is a second program
 * with a configuration of its own, because a query speaks for all campaign groups that are configured.
 */
final class Vicidial {

    /** In this process, so that the demo needs no server; its SQL is near enough to MariaDB's for the shipped query. */
    static final String URL = "jdbc:h2:mem:asterisk;DB_CLOSE_DELAY=-1;MODE=MariaDB;NON_KEYWORDS=USER;"
            + "DATABASE_TO_LOWER=TRUE;CASE_INSENSITIVE_IDENTIFIERS=TRUE";

    private final Path checkout;
    private final DemoFolder demo;
    private final Path own;
    private Main program;
    private boolean stopped;

    Vicidial(Path checkout, DemoFolder demo) {
        this.checkout = checkout;
        this.demo = demo;
        this.own = demo.path().resolve("vicidial");
    }

    /** Creates the tables, and starts the program; does nothing once the demo stops. */
    synchronized void start() throws Exception {
        if (!stopped) {
            dial(Screen.resource("vicidial-tables.sql"));
            program = Application.create(folder(), new ExternalOverrides());
            program.start();
        }
    }

    /** @return the settings, in a folder of their own with all that they name */
    private Path folder() throws IOException {
        Files.createDirectories(own);
        Files.copy(checkout.resolve("dialers/vicidial.sql"), own.resolve("vicidial.sql"));
        Files.writeString(own.resolve("configuration.json"), Screen.resource("vicidial-configuration.json"));
        PropertiesText settings = PropertiesText.of(demo.applicationProperties())
                .with("lifecycle.file.enabled", false)
                .with("lifecycle.jms.enabled", false)
                .with("statistics.file.enabled", false)
                .with("statistics.jms.enabled", false)
                .with("dialer.sql.enabled", true)
                .with("dialer.sql.url", URL)
                .with("dialer.sql.poll-interval", 2)
                .with("dialer.sql.query", own.resolve("vicidial.sql"))
                .with("configuration.file", own.resolve("configuration.json"))
                .with("database.url", "jdbc:sqlite:" + own.resolve("campaign-group-status.db"))
                .with("camel.management.port", DemoPort.VICIDIAL.number());
        return Files.writeString(own.resolve("application.properties"), settings.text());
    }

    /** Does what VICIdial would do in its database. */
    void dial(String sql) throws SQLException {
        try (Connection connection = DriverManager.getConnection(URL);
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    synchronized void stop() {
        stopped = true;
        if (program != null) {
            program.stop();
        }
    }
}
