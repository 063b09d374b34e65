package org.campaignstatus.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ReceiverTest {

    @ParameterizedTest
    @CsvSource({
        "http://example.com/states, http://example.com:80",
        "HTTP://Example.COM, http://example.com:80",
        "https://example.com?q=1, https://example.com:443",
        "https://example.com:8443/, https://example.com:8443",
        "http://127.0.0.1:9090/a, http://127.0.0.1:9090",
        "http://[::1]:9090/a, http://[::1]:9090",
        "http://Report_Server:8080/x, http://report_server:8080",
        "https://report_server, https://report_server:443"
    })
    void whatSharesSchemeHostAndPortSharesAServer(String uri, String server) {
        assertThat(Receiver.parse(uri).server()).isEqualTo(server);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "ftp://example.com",
                "example.com/states",
                "http:///states",
                "http://user:secret@example.com",
                "http://example.com/#top",
                "http://example.com/a b",
                "http://example.com/{{secret}}",
                "http://example.com:99999/",
                "http://report_server:99999/",
                "http://user:secret@report_server/",
                "http://example.com/ü",
                "mailto:someone@example.com"
            })
    void whatNoRequestCanBeSentToIsRejected(String text) {
        assertThatThrownBy(() -> Receiver.parse(text)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void aReceiverIsShownWithoutItsQuery() {
        assertThat(Receiver.parse("https://Example.com/a?token=secret?x").shown())
                .isEqualTo("https://Example.com/a");
    }
}
