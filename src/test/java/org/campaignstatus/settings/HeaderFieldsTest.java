package org.campaignstatus.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HeaderFieldsTest {

    @Test
    void aLineIsAHeader() {
        assertThat(HeaderFields.parse("X-Api-Key: 1|a:b; c=\"d\"\n  x-site:Hall 4 \r\n\n")
                        .fields())
                .isEqualTo(Map.of("X-Api-Key", "1|a:b; c=\"d\"", "x-site", "Hall 4"));
    }

    @Test
    void nothingIsNoHeader() {
        assertThat(HeaderFields.parse("").fields()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "X-Site",
                ": value",
                "X-Site:",
                "X Site: 4",
                "X-Site : 4",
                "X-Site(a): 4",
                "X-Sit\u00e9: 4",
                "X-Site: \u00e9",
                "X-Site: a\u0000b",
                "X-Site: a\rX-Other",
                "X-Site: a\r\nX-Other",
                "X-Site: a\u0085b",
                "X-Site: a\u2028b",
                "X-Site: a\u001fb",
                "X-Site: a\u007fb",
                "X-Site: 1\nX-Site: 2",
                "X-Site: 1\nx-site: 2"
            })
    void whatIsNoHeaderIsRejected(String text) {
        assertThatThrownBy(() -> HeaderFields.parse(text)).isInstanceOf(RuntimeException.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Host",
                "host",
                "CONTENT-TYPE",
                "Content-Length",
                "Content-Encoding",
                "Transfer-Encoding",
                "TE",
                "Trailer",
                "Connection",
                "Keep-Alive",
                "Proxy-Connection",
                "Proxy-Authorization",
                "Proxy-Anything",
                "Content-Language",
                "X-Campaign-Status-Test",
                "Upgrade",
                "Expect",
                "User-Agent",
                "ce-id",
                "CE-anything",
                "Webhook-Signature",
                "CamelHttpUri"
            })
    void whatTheProgramOrHttpSetsIsRejected(String name) {
        assertThatThrownBy(() -> HeaderFields.parse(name + ": value")).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void moreThan64AreRejected() {
        assertThat(HeaderFields.parse(headers(64)).fields()).hasSize(64);
        assertThatThrownBy(() -> HeaderFields.parse(headers(65))).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void theirTextHasNoValue() {
        assertThat(HeaderFields.parse("X-Api-Key: sesame")).hasToString("[X-Api-Key]");
    }

    private static String headers(int count) {
        return IntStream.range(0, count).mapToObj(i -> "X-" + i + ": v").collect(Collectors.joining("\n"));
    }
}
