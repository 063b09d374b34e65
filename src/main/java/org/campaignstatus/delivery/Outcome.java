package org.campaignstatus.delivery;

import static org.campaignstatus.delivery.OutcomeClass.BAD_ANSWER;
import static org.campaignstatus.delivery.OutcomeClass.BROKEN_OFF;
import static org.campaignstatus.delivery.OutcomeClass.UNREACHABLE;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketException;
import java.net.UnknownHostException;
import java.util.Map;
import javax.net.ssl.SSLException;
import org.apache.hc.client5.http.ClientProtocolException;
import org.apache.hc.core5.http.ConnectionClosedException;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.MalformedChunkCodingException;
import org.apache.hc.core5.http.MessageConstraintException;
import org.apache.hc.core5.http.NoHttpResponseException;
import org.apache.hc.core5.http.TruncatedChunkException;
import org.campaignstatus.settings.ProxyServer;

/**
 * The outcome of an attempt, in words of our own: those of an exception or a receiver may hold personal data. Immutable.
 *
 * @param type its class in metrics
 * @param words the reason, for logs and the page
 */
public record Outcome(OutcomeClass type, String words) {

    private static final Map<Class<? extends Exception>, Outcome> OUTCOMES = Map.ofEntries(
            Map.entry(UnknownHostException.class, new Outcome(UNREACHABLE, "unknown host")),
            Map.entry(NoHttpResponseException.class, new Outcome(BROKEN_OFF, "connection closed without an answer")),
            Map.entry(ConnectionClosedException.class, new Outcome(BROKEN_OFF, "answer broken off")),
            Map.entry(ConnectException.class, new Outcome(UNREACHABLE, "connection refused")),
            Map.entry(NoRouteToHostException.class, new Outcome(UNREACHABLE, "no route to host")),
            Map.entry(SocketException.class, new Outcome(BROKEN_OFF, "connection reset")),
            Map.entry(TruncatedChunkException.class, new Outcome(BROKEN_OFF, "answer broken off")),
            Map.entry(InterruptedIOException.class, new Outcome(OutcomeClass.TIMEOUT, "no whole answer in time")),
            Map.entry(IOException.class, new Outcome(BROKEN_OFF, "connection broken off")),
            Map.entry(MalformedChunkCodingException.class, new Outcome(BAD_ANSWER, "answer is not HTTP")),
            Map.entry(ClientProtocolException.class, new Outcome(BAD_ANSWER, "answer is not HTTP")),
            Map.entry(HttpException.class, new Outcome(BAD_ANSWER, "answer is not HTTP")),
            Map.entry(MessageConstraintException.class, new Outcome(BAD_ANSWER, "answer too long")));

    /** @return whether the receiver answered 2xx */
    public boolean delivered() {
        return type == OutcomeClass.DELIVERED;
    }

    /** @return whether it is a failure that the receiver, or the way to it, may have caused */
    boolean isOfReceiver() {
        return !delivered() && type != OutcomeClass.ROUTE_ERROR;
    }

    /** @return the same outcome, naming the proxy that may have caused it */
    Outcome by(ProxyServer proxy) {
        return new Outcome(type, words + ", by way of proxy " + proxy);
    }

    /** @param status the status code of the answer; 2xx is success, anything else a failure */
    public static Outcome answered(int status) {
        return new Outcome(OutcomeClass.of(status), "answer " + status);
    }

    /** @param problem why there is no answer */
    public static Outcome failed(Exception problem) {
        if (problem instanceof SSLException tls) {
            return new Outcome(OutcomeClass.TLS, TlsFailure.words(tls));
        }
        if (problem instanceof NoTokenException) {
            return new Outcome(OutcomeClass.NO_TOKEN, problem.getMessage());
        }
        if (problem instanceof ProxyRefusedException) {
            return new Outcome(OutcomeClass.PROXY, problem.getMessage());
        }
        if (problem.getClass() == IOException.class
                && String.valueOf(problem.getMessage()).matches("Connection reset.*|Broken pipe")) {
            // a channel throws these where a socket throws a SocketException
            return OUTCOMES.get(SocketException.class);
        }
        for (Class<?> type = problem.getClass(); type != null; type = type.getSuperclass()) {
            if (OUTCOMES.containsKey(type)) {
                return OUTCOMES.get(type);
            }
        }
        return new Outcome(OutcomeClass.OTHER, "unexpected error");
    }
}
