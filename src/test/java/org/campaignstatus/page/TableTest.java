package org.campaignstatus.page;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** CSV by RFC 4180, of which a spreadsheet takes no cell for a formula. */
final class TableTest {

    @Test
    void cellsAreQuotedWhereTheyMustBeAndLinesEndWithCrLf() {
        Table table = new Table("a", "b", "c");
        table.add("plain", "a \"quoted\", one", null);
        table.add("Großkunden 東京", "two\nlines", -1.5);
        assertThat(csv(table))
                .isEqualTo("a,b,c\r\nplain,\"a \"\"quoted\"\", one\",\r\n" + "Großkunden 東京,\"two\nlines\",-1.5\r\n");
        assertThat(new String(table.json(), StandardCharsets.UTF_8))
                .isEqualTo("[{\"a\":\"plain\",\"b\":\"a \\\"quoted\\\", one\",\"c\":null},"
                        + "{\"a\":\"Großkunden 東京\",\"b\":\"two\\nlines\",\"c\":-1.5}]");
    }

    @ParameterizedTest
    @ValueSource(strings = {"=1+1", "+1", "-1", "@A1", "\t=1", "\r=1", "\n=1", "=\"a\",b", "＝1"})
    void noCellIsAFormula(String name) {
        Table table = new Table("a");
        table.add(name);
        assertThat(csv(table).substring(3)).matches("(?s)\"?'.*");
    }

    private static String csv(Table table) {
        return new String(table.csv(), StandardCharsets.UTF_8);
    }
}
