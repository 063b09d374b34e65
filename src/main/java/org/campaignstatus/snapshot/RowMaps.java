package org.campaignstatus.snapshot;

import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.util.HashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.apache.camel.component.sql.DefaultRowMapperFactory;
import org.campaignstatus.input.InvalidInputException;
import org.springframework.jdbc.core.ColumnMapRowMapper;
import org.springframework.jdbc.core.RowMapper;
import org.springframework.jdbc.support.JdbcUtils;

/**
 * Makes a map of each row, for the option {@code rowMapperFactory} of camel-sql. A map holds one column of a name, and camel-sql
 * would leave out the second one silently; a query that returns one that the program reads twice fails instead. Thread-safe.
 */
public final class RowMaps extends DefaultRowMapperFactory {

    @Override
    public RowMapper<?> newColumnRowMapper() {
        return new ColumnMapRowMapper() {
            @Override
            public Map<String, Object> mapRow(ResultSet row, int number) throws SQLException {
                Map<String, Object> columns = super.mapRow(row, number);
                if (columns.size() < row.getMetaData().getColumnCount()) {
                    checkColumns(row.getMetaData());
                }
                return columns;
            }
        };
    }

    private static void checkColumns(ResultSetMetaData columns) throws SQLException {
        Set<String> names = new HashSet<>();
        for (int i = 1; i <= columns.getColumnCount(); i++) {
            String name = JdbcUtils.lookupColumnName(columns, i).toLowerCase(Locale.ROOT);
            if (!names.add(name) && SnapshotReader.columns().contains(name)) {
                throw new InvalidInputException(
                        "the query returns the column " + name + " twice: expected it once, by its name or by AS");
            }
        }
    }
}
