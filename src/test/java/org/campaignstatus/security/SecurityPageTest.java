package org.campaignstatus.security;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** A reviewer follows docs/security.md from claim to test, so whatever it names there has to be there. */
final class SecurityPageTest {

    private static final Path PAGE = Path.of("docs/security.md");
    private static final Path TESTS = Path.of("src/test/java");

    /** A class, and a method if there is one behind a full stop; its end may be left out, where an ellipsis stands. */
    private static final Pattern TEST = Pattern.compile("`(\\w+Test)(?:\\.(\\w+)(\u2026?))?`");

    @Test
    void everyTestThatIsNamedIsThere() throws IOException {
        List<MatchResult> named = TEST.matcher(Files.readString(PAGE)).results().toList();

        assertThat(named).hasSizeGreaterThan(60);
        for (MatchResult test : named) {
            String text = Files.readString(file(test.group(1)));
            if (test.group(2) != null) {
                String end = test.group(3).isEmpty() ? "\\(" : "\\w*\\(";
                boolean found = Pattern.compile("void " + test.group(2) + end)
                        .matcher(text)
                        .find();
                assertThat(found).as(test.group()).isTrue();
            }
        }
    }

    @Test
    void everyClaimNamesATest() throws IOException {
        assertThat(rows("## Messages", "## Bounds")).hasSizeGreaterThan(30).allSatisfy(row -> {
            String tests = row.substring(row.lastIndexOf('|', row.length() - 2));
            assertThat(TEST.matcher(tests).find()).as(row).isTrue();
        });
    }

    @Test
    void everyFileThatIsNamedIsThere() throws IOException {
        Matcher files =
                Pattern.compile("\\]\\(([^)#]+)\\)|`(routes/[\\w-]+\\.xml)`").matcher(Files.readString(PAGE));
        assertThat(files.results().toList())
                .isNotEmpty()
                .allSatisfy(file -> assertThat(
                                file.group(1) != null ? PAGE.resolveSibling(file.group(1)) : Path.of(file.group(2)))
                        .exists());
    }

    /** @return the rows of the tables between two headings, without their heads */
    private static List<String> rows(String from, String to) throws IOException {
        List<String> lines = Files.readAllLines(PAGE);
        return lines.subList(lines.indexOf(from), lines.indexOf(to)).stream()
                .filter(line -> line.startsWith("| ") && !line.startsWith("| claim") && !line.startsWith("| ---"))
                .toList();
    }

    private static Path file(String test) throws IOException {
        try (Stream<Path> all = Files.walk(TESTS)) {
            return all.filter(file -> file.endsWith(test + ".java"))
                    .findFirst()
                    .orElseThrow(() -> new AssertionError("no " + test));
        }
    }
}
