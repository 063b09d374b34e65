package org.campaignstatus.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The standard input has no name that says whether it is lines. */
final class SentFileTest {

    private final InputStream before = System.in;

    @AfterEach
    void restore() {
        System.setIn(before);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"a\": 1}                  | {\"a\": 1}",
                "~{\"a\": 1}~{\"b\": 2}~     | {\"a\": 1},{\"b\": 2}",
                "{\"a\": 1}~~no JSON         | {\"a\": 1},no JSON",
                "[{\"a\": 1},~{\"b\": 2}]    | {\"a\": 1},{\"b\": 2}",
                "{~\"a\": 1~}~               | {~\"a\": 1~}",
            })
    void theStandardInputIsADocumentOrLines(String input, String records) throws IOException {
        System.setIn(new ByteArrayInputStream(input.replace('~', '\n').getBytes(StandardCharsets.UTF_8)));
        List<String> read = new ArrayList<>();
        Path copy;
        try (SentFile file = SentFile.of("-")) {
            file.records().forEachRemaining(record -> read.add(record.text()));
            copy = file.file();
        }
        assertThat(String.join(",", read)).isEqualTo(records.replace('~', '\n'));
        assertThat(copy).doesNotExist();
    }
}
