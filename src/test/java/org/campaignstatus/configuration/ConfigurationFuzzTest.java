package org.campaignstatus.configuration;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.lifecycle.AfterContainer;
import org.campaignstatus.fuzz.Hostile;
import org.campaignstatus.input.InvalidInputException;

/** Whatever stands in the configuration file: it is read, or rejected with one line, at a cost in proportion to its size. */
final class ConfigurationFuzzTest {

    private static final String GOOD = """
            {"campaignGroups": [{"dbid": 124, "uuid": "u", "name": "Campaign1@Group1",
              "tenant": {"name": "Environment", "ccid": "c"}, "group": "Group1", "campaign": "Campaign1",
              "campaignTemplate": "Collections", "voiceTransferDestination": "7001",
              "dialMode": "Predict", "optimizeBy": "BusyFactor", "optimizeGoal": 80,
              "callingLists": [{"dbid": 201, "name": "List1"}],
              "options": {"campaigngroup-states-uri": "https://reports.example.com/states", "http-response-timeout": "5"}}]}
            """;

    private static final int SMALL = 32 * 1024;

    private static final Path FILE = temporaryFile();

    private static Path temporaryFile() {
        try {
            return Files.createTempFile("configuration", ".json");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @AfterContainer
    static void cleanUp() throws IOException {
        Files.delete(FILE);
    }

    @Provide
    static Arbitrary<byte[]> files() {
        return Hostile.contents(GOOD, "{\"campaignGroups\":[]}");
    }

    @Provide
    static Arbitrary<String> units() {
        return Hostile.tokens(6);
    }

    @Property(tries = 2000, edgeCases = EdgeCasesMode.NONE)
    void aFileIsReadOrRejectedWithOneLine(@ForAll("files") byte[] content) throws IOException {
        read(content);
    }

    @Property(tries = 100, edgeCases = EdgeCasesMode.NONE)
    void fourTimesTheSizeCostsFourTimesTheMemory(@ForAll("units") String unit) throws Exception {
        for (String beginning : new String[] {"", "{\"campaignGroups\":[", "{\"campaignGroups\":[{\"x\":["}) {
            byte[] small = Hostile.repeated(unit, SMALL);
            byte[] large = Hostile.repeated(unit, 4 * SMALL);
            long forSmall = Hostile.allocatedBy(() -> read(beginning, small));
            long forLarge = Hostile.allocatedBy(() -> read(beginning, large));
            assertThat(forLarge).isLessThan(6 * forSmall + 4 * 1024 * 1024);
        }
    }

    @Example
    void namesWithEqualHashesAreReadOrRejected() throws IOException {
        read(Hostile.collidingNames(12));
    }

    private static void read(String beginning, byte[] rest) throws IOException {
        byte[] begun = beginning.getBytes(StandardCharsets.UTF_8);
        byte[] content = Arrays.copyOf(begun, begun.length + rest.length);
        System.arraycopy(rest, 0, content, begun.length, rest.length);
        read(content);
    }

    private static void read(byte[] content) throws IOException {
        Files.write(FILE, content);
        try {
            assertThat(ConfigurationReader.read(FILE).size()).isNotNegative();
        } catch (InvalidInputException e) {
            assertThat(e.getMessage()).isNotBlank().hasSizeLessThan(310).doesNotContainPattern("[\\p{Cc}\\p{Cs}]");
        }
    }
}
