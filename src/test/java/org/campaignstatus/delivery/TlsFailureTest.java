package org.campaignstatus.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import java.security.cert.CertPathValidatorException;
import java.security.cert.CertPathValidatorException.BasicReason;
import java.security.cert.CertificateException;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLHandshakeException;
import org.junit.jupiter.api.Test;

/** What real handshakes do not bring about in a test. All others are tried against receivers. */
class TlsFailureTest {

    @Test
    void aCertificateThatWasRevoked() {
        assertThat(words(new CertPathValidatorException("CN=sesame", null, null, -1, BasicReason.REVOKED)))
                .isEqualTo("certificate revoked");
    }

    @Test
    void whatNobodyThoughtOfIsNotRepeated() {
        assertThat(words(new CertificateException("CN=sesame") {})).isEqualTo("no trusted TLS connection");
        assertThat(TlsFailure.words(new SSLException("sesame"))).isEqualTo("no trusted TLS connection");
    }

    @Test
    void anAlertIsOneWord() {
        assertThat(TlsFailure.words(new SSLException("(x) Received fatal alert: handshake_failure sesame")))
                .isEqualTo("TLS refused by the receiver: handshake_failure");
    }

    private static String words(Exception cause) {
        SSLException problem = new SSLHandshakeException("CN=sesame");
        problem.initCause(cause);
        return TlsFailure.words(problem);
    }
}
