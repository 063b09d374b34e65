package org.campaignstatus.http;

import java.util.LinkedHashSet;
import java.util.Set;
import org.apache.hc.core5.http.ContentLengthStrategy;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.HttpHeaders;
import org.apache.hc.core5.http.HttpMessage;
import org.apache.hc.core5.http.impl.DefaultContentLengthStrategy;
import org.apache.hc.core5.http.message.MessageSupport;

/**
 * The length of an answer's body. Accepts the same length given several times (RFC 9110, section 8.6), which the client's
 * own strategy rejects. Thread-safe.
 */
final class AnswerLength implements ContentLengthStrategy {

    @Override
    public long determineLength(HttpMessage answer) throws HttpException {
        Set<String> lengths = new LinkedHashSet<>();
        MessageSupport.parseTokens(answer, HttpHeaders.CONTENT_LENGTH, lengths::add);
        if (lengths.size() == 1) {
            answer.removeHeaders(HttpHeaders.CONTENT_LENGTH);
            answer.setHeader(HttpHeaders.CONTENT_LENGTH, lengths.iterator().next());
        }
        return DefaultContentLengthStrategy.INSTANCE.determineLength(answer);
    }
}
