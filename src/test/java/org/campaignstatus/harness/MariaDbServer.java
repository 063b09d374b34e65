package org.campaignstatus.harness;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.List;

/**
 * A MariaDB server, as the machine has it, on the loopback interface; it can die and come back on the same port with what it
 * had. Its user root has no password.
 */
public final class MariaDbServer implements AutoCloseable {

    public static final String USER = "root";

    private final Path folder;
    private final int port = Ports.free();
    private Process server;

    private MariaDbServer(Path folder) {
        this.folder = folder;
    }

    /** @param folder where the data is kept; the server is not started yet */
    public static MariaDbServer in(Path folder) {
        MariaDbServer server = new MariaDbServer(folder);
        Tool install = Tool.run(
                "",
                "mariadb-install-db",
                "--no-defaults",
                "--user=" + System.getProperty("user.name"),
                "--datadir=" + server.data(),
                "--auth-root-authentication-method=normal",
                "--skip-test-db");
        if (install.status() != 0) {
            throw new IllegalStateException(install.output());
        }
        return server;
    }

    private Path data() {
        return folder.resolve("mariadb");
    }

    public MariaDbServer start() {
        try {
            // a socket's path must be short
            Path socket = Files.createTempDirectory("mariadb").resolve("s");
            server = new ProcessBuilder(
                            "/usr/sbin/mariadbd",
                            "--no-defaults",
                            "--user=" + System.getProperty("user.name"),
                            "--datadir=" + data(),
                            "--bind-address=127.0.0.1",
                            "--port=" + port,
                            "--socket=" + socket,
                            "--innodb-flush-log-at-trx-commit=0")
                    .redirectErrorStream(true)
                    .redirectOutput(folder.resolve("mariadb.txt").toFile())
                    .start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        try {
            RunningProgram.waiting().until(this::isReady);
        } catch (RuntimeException e) {
            close();
            throw e;
        }
        return this;
    }

    private boolean isReady() {
        if (!server.isAlive()) {
            throw new IllegalStateException("the server has ended, see " + folder.resolve("mariadb.txt"));
        }
        try (Connection connection = DriverManager.getConnection(url("mysql"), USER, "")) {
            return connection.isValid(5);
        } catch (SQLException e) {
            return false;
        }
    }

    public String url(String database) {
        return "jdbc:mariadb://127.0.0.1:" + port + "/" + database + "?sslMode=disable";
    }

    /** @param statements what to do, as root */
    public void run(List<String> statements) throws SQLException {
        try (Connection connection = DriverManager.getConnection(url("mysql"), USER, "");
                var statement = connection.createStatement()) {
            for (String sql : statements) {
                statement.execute(sql);
            }
        }
    }

    /** Ends the server at once, in the middle of whatever it does (SIGKILL). */
    public void kill() {
        server.destroyForcibly();
        RunningProgram.waiting().until(() -> !server.isAlive());
    }

    @Override
    public void close() {
        if (server != null) {
            kill();
        }
    }
}
