package org.campaignstatus.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StateDataSourceTest {

    @TempDir
    Path folder;

    @ParameterizedTest
    @CsvSource({
        "'',journal_mode,wal",
        "'',wal_autocheckpoint,10000",
        "'',synchronous,1",
        "'',locking_mode,exclusive",
        "?synchronous=FULL,synchronous,2",
        "?synchronous=FULL,journal_mode,wal",
        "?synchronous=EXTRA&busy_timeout=7,busy_timeout,7"
    })
    void aPragmaHasOurValueUnlessTheUrlHasAnother(String parameters, String pragma, String value) throws SQLException {
        try (StateDataSource source = new StateDataSource()) {
            source.setUrl("jdbc:sqlite:" + folder.resolve("new/folder/state.db") + parameters);
            try (Connection connection = source.getConnection();
                    Statement statement = connection.createStatement();
                    ResultSet row = statement.executeQuery("PRAGMA " + pragma)) {
                assertThat(row.next()).isTrue();
                assertThat(row.getString(1)).isEqualTo(value);
            }
        }
    }

    @Test
    void theLoginTimeOutOfOtherDriversStaysAsItIs() throws SQLException {
        int before = DriverManager.getLoginTimeout();
        DriverManager.setLoginTimeout(7);
        try (StateDataSource source = new StateDataSource()) {
            source.setUrl("jdbc:sqlite:" + folder.resolve("state.db"));
            source.getConnection().close();
            assertThat(DriverManager.getLoginTimeout()).isEqualTo(7);
        } finally {
            DriverManager.setLoginTimeout(before);
        }
    }

    @Test
    void aServerThatSaysNothingAtTheLoginIsTriedAgain() throws Exception {
        int before = DriverManager.getLoginTimeout();
        try (ServerSocket silent = new ServerSocket(0);
                StateDataSource source = new StateDataSource()) {
            silent.setSoTimeout(20_000);
            source.setUrl("jdbc:postgresql://127.0.0.1:" + silent.getLocalPort() + "/state");
            source.setConnectionTimeout(1_000);
            assertThatThrownBy(source::getConnection).isInstanceOf(SQLException.class);

            try (Socket first = silent.accept();
                    Socket second = silent.accept()) {
                assertThat(List.of(first, second)).allMatch(Socket::isConnected);
            }
            assertThat(DriverManager.getLoginTimeout()).isEqualTo(before);
        }
    }
}
