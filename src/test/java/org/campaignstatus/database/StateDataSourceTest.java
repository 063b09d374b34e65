package org.campaignstatus.database;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
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
}
