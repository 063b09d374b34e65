package org.campaignstatus.database;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Properties;
import org.springframework.jdbc.datasource.AbstractDataSource;

/**
 * Connections that the driver of a URL makes. HikariCP's own would set the login time-out of all drivers of the process, and
 * so that of the dialer's database and of a site's routes, too. Thread-safe.
 */
final class DriverConnections extends AbstractDataSource {

    private final String url;
    private final Properties properties;
    private volatile int loginTimeout;

    /** @param properties of the driver; those that are added later apply, too */
    DriverConnections(String url, Properties properties) {
        this.url = url;
        this.properties = properties;
    }

    @Override
    public Connection getConnection() throws SQLException {
        return getConnection(null, null);
    }

    @Override
    public Connection getConnection(String username, String password) throws SQLException {
        Properties all = new Properties();
        all.putAll(properties);
        if (username != null) {
            all.setProperty("user", username);
        }
        if (password != null) {
            all.setProperty("password", password);
        }
        if (!url.startsWith(StateDataSource.SQLITE)) {
            all.setProperty("loginTimeout", Integer.toString(loginTimeout));
        }
        return DriverManager.getConnection(url, all);
    }

    @Override
    public int getLoginTimeout() {
        return loginTimeout;
    }

    /** @param seconds 0 for no limit; a limit in the URL overrides it */
    @Override
    public void setLoginTimeout(int seconds) {
        loginTimeout = seconds;
    }
}
