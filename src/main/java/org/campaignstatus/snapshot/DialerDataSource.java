package org.campaignstatus.snapshot;

import java.io.IOException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.function.UnaryOperator;
import org.campaignstatus.settings.FileProblem;
import org.campaignstatus.settings.Setting;
import org.campaignstatus.settings.SettingKeys;
import org.campaignstatus.settings.Settings;
import org.springframework.jdbc.datasource.AbstractDataSource;

/**
 * Connections to the dialer's database, a new one for each query. One query every few seconds needs no pool, and so a new
 * password and a server that has come back need no more than the next query. Thread-safe.
 */
public final class DialerDataSource extends AbstractDataSource {

    /** How long the database may say nothing. */
    private static final Duration LIMIT = Duration.ofSeconds(30);

    private final Settings settings;
    private final Duration limit;
    private final DriverThread driver;

    public DialerDataSource(Settings settings) {
        this(settings, LIMIT);
    }

    DialerDataSource(Settings settings, Duration limit) {
        this.settings = settings;
        this.limit = limit;
        this.driver = new DriverThread(limit);
    }

    /**
     * @param place from the name of a key to its place in the settings
     * @return what makes it impossible to ask the dialer's database, if it is to be asked; a line each. Nothing is connected
     */
    public static List<String> problems(Settings settings, UnaryOperator<String> place) {
        List<String> problems = new ArrayList<>();
        if (!settings.get(SettingKeys.DIALER_SQL)) {
            return problems;
        }
        String url = settings.get(SettingKeys.DIALER_URL);
        if (url.isEmpty()) {
            problems.add(at(SettingKeys.DIALER_SQL, place) + " is 'true', and " + SettingKeys.DIALER_URL
                    + " is missing: expected the JDBC URL of the dialer's database");
        } else if (!hasDriver(url)) {
            problems.add(at(SettingKeys.DIALER_URL, place) + ": no driver on the class path takes "
                    + url.replaceFirst("(jdbc:[^:]*).*", "$1:") + "…: expected its jar in ext/");
        }
        try {
            QueryFile.read(settings.get(SettingKeys.DIALER_QUERY));
        } catch (IOException e) {
            problems.add(at(SettingKeys.DIALER_QUERY, place) + ": "
                    + FileProblem.of(settings.get(SettingKeys.DIALER_QUERY), e));
        }
        return problems;
    }

    private static String at(Setting<?> key, UnaryOperator<String> place) {
        return place.apply(key.name()) + ": " + key;
    }

    private static boolean hasDriver(String url) {
        try {
            return DriverManager.getDriver(url) != null;
        } catch (SQLException e) {
            return false;
        }
    }

    @Override
    public Connection getConnection() throws SQLException {
        return getConnection(
                settings.get(SettingKeys.DIALER_USERNAME).get(),
                settings.get(SettingKeys.DIALER_PASSWORD).get());
    }

    @Override
    public Connection getConnection(String username, String password) throws SQLException {
        Properties properties = new Properties();
        if (!username.isEmpty()) {
            properties.setProperty("user", username);
            properties.setProperty("password", password);
        }
        return driver.connect(() -> connect(properties));
    }

    private Connection connect(Properties properties) throws SQLException {
        Connection connection = DriverManager.getConnection(settings.get(SettingKeys.DIALER_URL), properties);
        try {
            // so that a connection whose other end has vanished ends
            connection.setNetworkTimeout(Runnable::run, (int) limit.toMillis());
        } catch (SQLFeatureNotSupportedException e) {
            // a driver without: what it asks is in this process or has time-outs of its own
        }
        return connection;
    }

    /** From now on nobody waits for the database. */
    public void stop() {
        driver.stop();
    }
}
