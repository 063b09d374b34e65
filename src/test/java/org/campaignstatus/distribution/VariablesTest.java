package org.campaignstatus.distribution;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.campaignstatus.settings.Setting;
import org.campaignstatus.settings.SettingKeys;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A variable that is misspelt is somebody else's, so nothing would say that it does not count. */
class VariablesTest {

    private static final Set<String> OF_THE_SCRIPT = Set.of("CAMPAIGN_GROUP_STATUS_FOLDER", "JAVA_OPTS", "LANG");
    private static final Set<String> OF_CAMEL = Set.of("CAMEL_MANAGEMENT_HOST");

    private static final Pattern SET = Pattern.compile(
            "^(?:Environment=| *(?:ENV )?(?=[A-Z_]+=/|[A-Z_]+=jdbc)| *- name: )([A-Z][A-Z_]+)", Pattern.MULTILINE);

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Dockerfile",
                "systemd/campaign-group-status.service",
                "kubernetes/one-node.yaml",
                "kubernetes/several-nodes.yaml"
            })
    void everyVariableThatIsSetIsKnown(String file) throws IOException {
        Set<String> known = Stream.of(
                        OF_THE_SCRIPT.stream(),
                        OF_CAMEL.stream(),
                        SettingKeys.all().stream().map(VariablesTest::variable))
                .flatMap(names -> names)
                .collect(Collectors.toSet());
        Set<String> set = SET.matcher(Files.readString(Path.of("src/dist", file)))
                .results()
                .map(found -> found.group(1))
                .collect(Collectors.toSet());
        assertThat(set).hasSizeGreaterThan(3);
        assertThat(known).containsAll(set);
    }

    private static String variable(Setting<?> key) {
        return key.name().toUpperCase(Locale.ROOT).replaceAll("[.-]", "_");
    }
}
