package org.campaignstatus.delivery;

import java.security.cert.CertPathBuilderException;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertPathValidatorException.BasicReason;
import java.security.cert.CertificateException;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.SSLException;
import org.apache.commons.lang3.exception.ExceptionUtils;

/** The reason of a failed TLS handshake, in words of our own: exceptions quote certificates, which name people. */
final class TlsFailure {

    /** An alert of RFC 8446, section 6. */
    private static final Pattern ALERT = Pattern.compile("Received fatal alert: ([a-z_]{1,40})");

    private TlsFailure() {}

    static String words(SSLException problem) {
        for (Throwable cause : ExceptionUtils.getThrowableList(problem)) {
            String words = wordsOf(cause);
            if (words != null) {
                return words;
            }
        }
        return "no trusted TLS connection";
    }

    private static String wordsOf(Throwable cause) {
        if (cause instanceof CertificateExpiredException) {
            return "certificate expired";
        }
        if (cause instanceof CertificateNotYetValidException) {
            return "certificate not valid yet";
        }
        if (cause instanceof CertPathBuilderException && cause.getCause() == null) {
            return "certificate of an unknown issuer";
        }
        if (cause instanceof CertPathValidatorException path && path.getReason() == BasicReason.REVOKED) {
            return "certificate revoked";
        }
        if (cause instanceof CertPathValidatorException path
                && path.getReason() == BasicReason.UNDETERMINED_REVOCATION_STATUS) {
            return "revocation of the certificate unknown";
        }
        // the JDK throws this exact class when the host name does not match
        if (cause.getClass() == CertificateException.class) {
            return "certificate of another host";
        }
        Matcher alert = ALERT.matcher(cause instanceof SSLException ? String.valueOf(cause.getMessage()) : "");
        return alert.find() ? "TLS refused by the receiver: " + alert.group(1) : null;
    }
}
