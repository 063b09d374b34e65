package org.campaignstatus.notification;

import java.net.ConnectException;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.util.Map;
import javax.net.ssl.SSLException;
import org.apache.hc.client5.http.ClientProtocolException;
import org.apache.hc.core5.http.ConnectionClosedException;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.MessageConstraintException;
import org.apache.hc.core5.http.NoHttpResponseException;
import org.campaignstatus.settings.ProxyServer;

/**
 * How an attempt ended, in words of our own: neither an exception's nor the receiver's, which may hold what does not
 * belong in a log. Immutable.
 *
 * @param delivered whether the receiver answered that it took the notification
 * @param words what happened
 */
public record Outcome(boolean delivered, String words) {

    private static final Map<Class<? extends Exception>, String> WORDS = Map.ofEntries(
            Map.entry(SocketTimeoutException.class, "no whole answer in time"),
            Map.entry(UnknownHostException.class, "unknown host"),
            Map.entry(NoHttpResponseException.class, "connection closed without an answer"),
            Map.entry(ConnectionClosedException.class, "answer broken off"),
            Map.entry(AnswerTooLongException.class, "answer too long"),
            Map.entry(ConnectException.class, "connection refused"),
            Map.entry(SocketException.class, "connection reset"),
            Map.entry(ClientProtocolException.class, "answer is not HTTP"),
            Map.entry(HttpException.class, "answer is not HTTP"),
            Map.entry(MessageConstraintException.class, "answer too long"));

    /** @return the same, with the proxy that it may be the fault of */
    Outcome by(ProxyServer proxy) {
        return new Outcome(delivered, words + ", by way of proxy " + proxy);
    }

    /** @param status the status code of the answer; 2xx is success, anything else a failure */
    static Outcome answered(int status) {
        return new Outcome(status >= 200 && status < 300, "answer " + status);
    }

    /** @param problem why there is no answer */
    static Outcome failed(Exception problem) {
        if (problem instanceof SSLException tls) {
            return new Outcome(false, TlsFailure.words(tls));
        }
        if (problem instanceof NoTokenException || problem instanceof TunnelRefusedException) {
            return new Outcome(false, problem.getMessage());
        }
        for (Class<?> type = problem.getClass(); type != null; type = type.getSuperclass()) {
            if (WORDS.containsKey(type)) {
                return new Outcome(false, WORDS.get(type));
            }
        }
        return new Outcome(false, problem.getClass().getSimpleName());
    }
}
