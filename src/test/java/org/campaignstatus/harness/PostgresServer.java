package org.campaignstatus.harness;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** A PostgreSQL server on the loopback interface that can die and come back on the same port with what it had. */
public final class PostgresServer implements AutoCloseable {

    public static final String USER = "postgres";

    private final Path folder;
    private final int port = Ports.free();
    private EmbeddedPostgres server;
    private List<String> command;

    private PostgresServer(Path folder) {
        this.folder = folder;
    }

    /** @param folder where the data is kept; the server is not started yet */
    public static PostgresServer in(Path folder) {
        return new PostgresServer(folder);
    }

    public PostgresServer start() {
        try {
            if (command != null) {
                startAgain();
                return this;
            }
            Files.createDirectories(folder);
            server = EmbeddedPostgres.builder()
                    .setDataDirectory(folder.resolve("postgres"))
                    .setCleanDataDirectory(false)
                    .setPort(port)
                    .setServerConfig("max_connections", "100")
                    .setServerConfig("synchronous_commit", "on")
                    .start();
            return this;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The library knows no server that has died: this is what it has run, once more. */
    private void startAgain() throws IOException {
        new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("postgres.txt").toFile())
                .start();
        RunningProgram.waiting().until(this::isReady);
    }

    private boolean isReady() {
        try (Connection connection = DriverManager.getConnection(url(), USER, "")) {
            return connection.isValid(5);
        } catch (SQLException e) {
            return false;
        }
    }

    public String url() {
        return "jdbc:postgresql://127.0.0.1:" + port + "/postgres";
    }

    /** @return what a query answers, a line for each row, its columns separated by blanks */
    public List<String> query(String sql) {
        try (Connection connection = DriverManager.getConnection(url(), USER, "");
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            Stream.Builder<String> rows = Stream.builder();
            int columns = row.getMetaData().getColumnCount();
            while (row.next()) {
                StringBuilder text = new StringBuilder(row.getString(1));
                for (int column = 2; column <= columns; column++) {
                    text.append(' ').append(row.getString(column));
                }
                rows.add(text.toString());
            }
            return rows.build().toList();
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Ends the server and all its processes at once, in the middle of whatever they do (SIGKILL). */
    public void kill() {
        ProcessHandle postmaster = postmaster();
        command = new ArrayList<>();
        if (System.getProperty("user.name").equals("root")) {
            // which PostgreSQL does not run as
            command.addAll(List.of("unshare", "-U"));
        }
        command.add(postmaster.info().command().orElseThrow());
        command.addAll(List.of(postmaster.info().arguments().orElseThrow()));
        List<ProcessHandle> all =
                Stream.concat(Stream.of(postmaster), postmaster.descendants()).toList();
        all.forEach(ProcessHandle::destroyForcibly);
        RunningProgram.waiting().until(() -> all.stream().noneMatch(ProcessHandle::isAlive));
    }

    public ProcessHandle postmaster() {
        try {
            String pid = Files.readAllLines(folder.resolve("postgres/postmaster.pid"))
                    .get(0);
            return ProcessHandle.of(Long.parseLong(pid.strip())).orElseThrow();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        try {
            server.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
