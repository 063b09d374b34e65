package org.campaignstatus.configuration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.campaignstatus.dialing.DialMode;
import org.campaignstatus.dialing.OptimizationMethod;
import org.campaignstatus.input.InvalidInputException;
import org.campaignstatus.settings.SettingKeys;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Which values each member may have is in the tables of the schemas; here is what the reader makes of them. */
class ConfigurationReaderTest {

    private static final String MINIMAL =
            "{'dbid': 124, 'uuid': 'u', 'name': 'Campaign1@Group1', 'group': 'Group1', 'campaign': 'Campaign1'}";

    @TempDir
    private Path folder;

    @Test
    void everyMemberIsRead() throws IOException {
        CampaignGroup group = only("{'dbid': 124, 'uuid': '0f8fad5b-d9cb-469f-a165-70867728950e',"
                + " 'name': 'Campaign1@Group1', 'tenant': {'name': 'Environment', 'ccid': '9350e2fc'},"
                + " 'group': 'Group1', 'campaign': 'Campaign1', 'campaignTemplate': 'Collections',"
                + " 'voiceTransferDestination': '7001', 'dialMode': 'Predict', 'optimizeBy': 1, 'optimizeGoal': 80,"
                + " 'callingLists': [{'dbid': 202, 'name': 'List2'}, {'dbid': 201, 'name': 'List1'}],"
                + " 'options': {'campaigngroup-states-interval': '5'}}");
        assertThat(group)
                .usingRecursiveComparison()
                .ignoringFields("options")
                .isEqualTo(new CampaignGroup(
                        124,
                        "0f8fad5b-d9cb-469f-a165-70867728950e",
                        "Campaign1@Group1",
                        new Tenant("Environment", "9350e2fc"),
                        "Group1",
                        "Campaign1",
                        "Collections",
                        "7001",
                        DialMode.PREDICT,
                        OptimizationMethod.BUSY_FACTOR,
                        80,
                        List.of(new CallingList(202, "List2"), new CallingList(201, "List1")),
                        GroupOptions.NONE));
        assertThat(group.options().get(SettingKeys.STATES_INTERVAL, null)).isEqualTo(Duration.ofSeconds(5));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                ", 'tenant': null, 'campaignTemplate': null, 'voiceTransferDestination': null, 'dialMode': null,"
                        + " 'optimizeBy': null, 'optimizeGoal': null, 'callingLists': null, 'options': null",
                ", 'tenant': {}, 'campaignTemplate': '', 'voiceTransferDestination': '', 'callingLists': [],"
                        + " 'options': {}",
                ", 'tenant': {'name': '', 'ccid': null}"
            })
    void whatIsLeftOutHasItsDefault(String members) throws IOException {
        assertThat(only(MINIMAL.replace("}", members + "}")))
                .usingRecursiveComparison()
                .ignoringFields("options")
                .isEqualTo(new CampaignGroup(
                        124,
                        "u",
                        "Campaign1@Group1",
                        new Tenant("Unknown", "Unknown"),
                        "Group1",
                        "Campaign1",
                        null,
                        "",
                        null,
                        null,
                        null,
                        List.of(),
                        GroupOptions.NONE));
    }

    @Test
    void campaignGroupsAreFoundByDbidAndByName() throws IOException {
        CampaignGroups groups = read("{'campaignGroups': [" + MINIMAL + ", "
                + MINIMAL.replace("124", "125").replace("Campaign1@Group1", "Twin") + ", "
                + MINIMAL.replace("124", "126").replace("Campaign1@Group1", "Twin") + "]}");
        assertThat(groups.size()).isEqualTo(3);
        assertThat(groups.named("Campaign1@Group1")).isSameAs(groups.named(124));
        assertThat(groups.withDbid(127)).isEmpty();
        assertThatThrownBy(() -> groups.named("Twin"))
                .isInstanceOf(InvalidInputException.class)
                .hasMessage("several campaign groups are named Twin: expected a DBID");
    }

    @Test
    void whatRecursIsKeptOnce() throws IOException {
        String options = MINIMAL.substring(0, MINIMAL.length() - 1)
                + ", 'options': {'campaigngroup-states-uri': 'http://a/', 'http-bearer-token': 'sesame'}}";
        CampaignGroups groups = read("{'campaignGroups': [" + options + ", " + options.replace("124", "125") + "]}");
        assertThat(groups.named(124).options()).isSameAs(groups.named(125).options());
        assertThat(groups.named(124).campaign()).isSameAs(groups.named(125).campaign());
        assertThat(groups.named(124).tenant()).isSameAs(groups.named(125).tenant());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "`` | expected a JSON object with the member campaignGroups",
                "[] | expected a JSON object with the member campaignGroups",
                "{} | campaignGroups is missing: expected an array of campaign groups",
                "{'campaignGroups': null} | campaignGroups is not an array: expected an array of campaign groups",
                "{'campaignGroups': {}} | campaignGroups is not an array: expected an array of campaign groups",
                "{'campaignGroups': [5]} | campaignGroups[0] is not an object: expected a campaign group",
                "{'campaignGroups': [{}]} | campaignGroups[0]: dbid is missing: expected a DBID",
                "{'campaignGroups': []} {} | text after the JSON value: expected nothing",
            })
    void whatIsNoConfigurationIsRejected(String json, String problem) {
        assertRejected(json, problem);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{",
                "{'campaignGroups': [",
                "{'campaignGroups': [{'dbid': 1",
                "{'campaignGroups': []} x",
                "x",
                "{'a': 1, 'a': 1}",
                "{'campaignGroups': [], 'campaignGroups': []}",
                "{'campaignGroups': [{'x': 1, 'x': 1}]}"
            })
    void whatIsNoJsonIsRejected(String json) {
        assertThatThrownBy(() -> read(json))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageStartingWith("not valid JSON: ")
                .hasMessageMatching(".*\\(line \\d+, column \\d+\\)");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "'uuid': 'u' | 'uuid': 5 | campaignGroups[1] (dbid 124): uuid is 5: expected a non-empty string",
                "'name' | 'nom' | campaignGroups[1] (dbid 124): name is missing: expected a non-empty string",
                "124 | 1.0 | campaignGroups[1] (dbid 1.0): dbid is 1.0: expected a DBID, an integer from 1 to 2147483647",
                "124 | '1' | campaignGroups[1] (dbid \"1\"): dbid is \"1\": expected a DBID, an integer from 1 to 2147483647",
                "124 | 7 | dbid 7 stands twice: expected one campaign group",
                "'uuid' | 'callingLists': [{'dbid': 1, 'name': 'a'}, {'dbid': 1, 'name': 'b'}], 'uuid' |"
                        + " campaignGroups[1] (dbid 124): callingLists[1].dbid is 1: expected a DBID that no other"
                        + " calling list of the campaign group has",
                "'uuid' | 'options': {'campaigngroup-states-interval': '86401'}, 'uuid' | campaignGroups[1] (dbid 124):"
                        + " options: campaigngroup-states-interval is '86401', allowed is 0 for no periodic messages, or"
                        + " 1 to 86400 seconds",
                "'uuid' | 'options': {'statistics.max-age': '5'}, 'uuid' | campaignGroups[1] (dbid 124): unknown option"
                        + " statistics.max-age: expected one of the options in docs/configuration.md",
            })
    void aComplaintNamesTheCampaignGroupAndTheMember(String from, String to, String problem) {
        assertRejected(
                "{'campaignGroups': [" + MINIMAL.replace("124", "7") + ", " + MINIMAL.replace(from, to) + "]}",
                problem);
    }

    @Test
    void aByteOrderMarkIsPassedOver() throws IOException {
        assertThat(read("\uFEFF{'campaignGroups': [" + MINIMAL + "]}").size()).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"ISO-8859-1", "UTF-16", "UTF-16LE"})
    void otherEncodingsThanUtf8AreRejected(String charset) throws IOException {
        String json = "{'campaignGroups': [" + MINIMAL.replace("Group1", "M\u00fcnchen") + "]}";
        Path file =
                Files.write(folder.resolve("c.json"), json.replace('\'', '"').getBytes(Charset.forName(charset)));
        assertThatThrownBy(() -> ConfigurationReader.read(file)).isInstanceOf(InvalidInputException.class);
    }

    @Test
    void aDeepMemberIsRejectedEvenWhereItIsIgnored() {
        String deep = "[".repeat(100_000) + "]".repeat(100_000);
        assertThatThrownBy(() -> read("{'x': " + deep + ", 'campaignGroups': []}"))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("nesting depth");
    }

    @Test
    void aFileThatIsMissingCannotBeRead() {
        assertThatThrownBy(() -> ConfigurationReader.read(folder.resolve("gone.json")))
                .isInstanceOf(NoSuchFileException.class);
    }

    private void assertRejected(String json, String problem) {
        assertThatThrownBy(() -> read(json))
                .isInstanceOf(InvalidInputException.class)
                .hasMessage(problem);
    }

    private CampaignGroup only(String group) throws IOException {
        return read("{'campaignGroups': [" + group + "]}").named(124);
    }

    private CampaignGroups read(String json) throws IOException {
        return ConfigurationReader.read(Files.write(
                folder.resolve("configuration.json"), json.replace('\'', '"').getBytes(StandardCharsets.UTF_8)));
    }
}
