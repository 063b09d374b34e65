package org.campaignstatus.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class ListeningPortTest {

    @ParameterizedTest
    @CsvSource({"127.0.0.1,127.0.0.1:80", "::1,[::1]:80", "[::1],[::1]:80", "reports.example.com,reports.example.com:80"
    })
    void itIsWrittenAsInAUrl(String host, String text) {
        assertThat(new ListeningPort(host, 80)).hasToString(text);
    }

    @Test
    void theManagementServerIsOffUnlessItIsOn() {
        assertThat(ListeningPort.ofManagement(with(Map.of()))).isEmpty();
        assertThat(ListeningPort.ofManagement(with(Map.of("camel.management.enabled", "true"))))
                .contains(new ListeningPort("0.0.0.0", 9876));
        assertThatThrownBy(() -> ListeningPort.ofManagement(
                        with(Map.of("camel.management.enabled", "true", "camel.management.port", "none"))))
                .hasMessage("the settings: camel.management.port is 'none', allowed is 1 to 65535");
    }

    /** As Camel resolves {@code {{key:default}}}. */
    private static UnaryOperator<String> with(Map<String, String> values) {
        return text -> {
            String[] keyAndDefault = text.substring(2, text.length() - 2).split(":", 2);
            return values.getOrDefault(keyAndDefault[0], keyAndDefault[1]);
        };
    }
}
