package org.campaignstatus.page;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** A table to export. Not thread-safe. */
final class Table {

    private final List<String> columns;
    private final List<Object[]> rows = new ArrayList<>();

    Table(String... columns) {
        this.columns = List.of(columns);
    }

    /** @param values in the order of the columns; null for an empty one */
    void add(Object... values) {
        rows.add(values);
    }

    /** @return an array of objects, in UTF-8 */
    byte[] json() {
        ArrayNode array = JsonNodeFactory.instance.arrayNode();
        for (Object[] row : rows) {
            ObjectNode object = array.addObject();
            for (int i = 0; i < row.length; i++) {
                object.putPOJO(columns.get(i), row[i] instanceof Number ? row[i] : text(row[i]));
            }
        }
        return StatusPage.bytes(array);
    }

    private static String text(Object value) {
        return value == null ? null : value.toString();
    }

    /** @return by RFC 4180 with a line of column names, in UTF-8 */
    byte[] csv() {
        StringBuilder csv = new StringBuilder(String.join(",", columns)).append("\r\n");
        for (Object[] row : rows) {
            for (int i = 0; i < row.length; i++) {
                csv.append(i == 0 ? "" : ",").append(cell(row[i]));
            }
            csv.append("\r\n");
        }
        return csv.toString().getBytes(StandardCharsets.UTF_8);
    }

    /** A spreadsheet would take a name that begins with such a character for a formula. */
    private static String cell(Object value) {
        if (value == null || value instanceof Number) {
            return value == null ? "" : value.toString();
        }
        String text = value.toString().matches("(?s)[=+\\-@\\t\\r\\n＝＋－＠].*") ? "'" + value : value.toString();
        return text.matches("(?s).*[\",\\r\\n].*") ? '"' + text.replace("\"", "\"\"") + '"' : text;
    }
}
