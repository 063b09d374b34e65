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
import org.apache.hc.core5.http.NoHttpResponseException;

/**
 * How an attempt ended, in words of our own: neither an exception's nor the receiver's, which may hold what does not
 * belong in a log. Immutable.
 *
 * @param delivered whether the receiver answered that it took the notification
 * @param words what happened
 */
public record Outcome(boolean delivered, String words) {

    private static final Map<Class<? extends Exception>, String> WORDS = Map.of(
            SocketTimeoutException.class, "no whole answer in time",
            UnknownHostException.class, "unknown host",
            NoHttpResponseException.class, "connection closed without an answer",
            ConnectionClosedException.class, "answer broken off",
            AnswerTooLongException.class, "answer too long",
            ConnectException.class, "connection refused",
            SSLException.class, "no trusted TLS connection",
            SocketException.class, "connection reset",
            ClientProtocolException.class, "answer is not HTTP",
            HttpException.class, "answer is not HTTP");

    /** @param status the status code of the answer; 2xx is success, anything else a failure */
    static Outcome answered(int status) {
        return new Outcome(status >= 200 && status < 300, "answer " + status);
    }

    /** @param problem why there is no answer */
    static Outcome failed(Exception problem) {
        for (Class<?> type = problem.getClass(); type != null; type = type.getSuperclass()) {
            if (WORDS.containsKey(type)) {
                return new Outcome(false, WORDS.get(type));
            }
        }
        return new Outcome(false, problem.getClass().getSimpleName());
    }
}
