package org.campaignstatus.http;

import org.campaignstatus.harness.Certificates;
import org.campaignstatus.harness.Receiver;

/** A receiver of {@link TlsTest}, and the words of the log about a failed delivery to it; null if it succeeds. */
enum TlsReceiver {
    GOOD("server", "root", false, null),
    TLS_1_2("server", "root", false, null, "TLSv1.2"),
    TLS_1_3("server", "root", false, null, "TLSv1.3"),
    WANTS_OUR_CERTIFICATE("server", "root", true, null),
    EXPIRED("expired", "root", false, "certificate expired"),
    NOT_YET("not-yet", "root", false, "certificate not valid yet"),
    OTHER_HOST("other-host", "root", false, "certificate of another host"),
    OTHER_NAME("other-name", "root", false, "certificate of another host"),
    SELF_SIGNED("self-signed", "root", false, "certificate of an unknown issuer"),
    UNKNOWN_ROOT("other-server", "root", false, "certificate of an unknown issuer"),
    WANTS_ANOTHER_CERTIFICATE("server", "other-root", true, TlsReceiver.REJECTED, "TLSv1.2"),
    WANTS_ANOTHER_CERTIFICATE_TLS_1_3("server", "other-root", true, TlsReceiver.REJECTED, "TLSv1.3");

    /** The alert depends on the version of Java at the receiver. */
    static final String REJECTED =
            "TLS refused by the receiver: (bad_certificate|certificate_required|handshake_failure)";

    private final String certificate;
    private final String clients;
    private final boolean wantsCertificate;
    final String words;
    private final String[] protocols;

    TlsReceiver(String certificate, String clients, boolean wantsCertificate, String words, String... protocols) {
        this.certificate = certificate;
        this.clients = clients;
        this.wantsCertificate = wantsCertificate;
        this.words = words;
        this.protocols = protocols;
    }

    /** DBIDs begin at 1. */
    int dbid() {
        return ordinal() + 1;
    }

    Receiver start(Certificates certificates) throws Exception {
        return Receiver.startTls(certificates.receiver(certificate, clients), wantsCertificate, protocols);
    }
}
