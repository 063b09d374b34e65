package org.campaignstatus.http;

import java.util.Iterator;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpRequest;
import org.campaignstatus.configuration.Authentication;
import org.campaignstatus.configuration.Authentication.Basic;
import org.campaignstatus.configuration.Authentication.Bearer;
import org.campaignstatus.configuration.Authentication.OAuth2;
import org.campaignstatus.configuration.ReceiverAccess;
import org.campaignstatus.delivery.RequestHeaders;
import org.campaignstatus.settings.Secret;

/**
 * The headers of a request that steps of the site have set, for the page; credentials among them by their names only. Costs a
 * look at each name if there is none.
 */
final class SiteHeaders {

    private static final Pattern SECRET_NAME = Pattern.compile(
            "auth|cookie|token|key|secret|pass|pwd|credential|session|signature|jwt|bearer", Pattern.CASE_INSENSITIVE);

    /** A scheme of authentication, or a JSON Web Token. */
    private static final Pattern SECRET_VALUE =
            Pattern.compile("(basic|bearer|digest|negotiate)\\s.*|eyJ.*", Pattern.CASE_INSENSITIVE | Pattern.DOTALL);

    private static final String HIDDEN = "set, not shown";

    private static final int MAX_HEADERS = 10;
    private static final int MAX_LENGTH = 100;

    private SiteHeaders() {}

    /** @param request before the credentials are added */
    static Map<String, String> of(HttpRequest request, ReceiverAccess access) {
        Map<String, String> found = Map.of();
        for (Iterator<Header> headers = request.headerIterator(); headers.hasNext(); ) {
            Header header = headers.next();
            if (!RequestHeaders.NAMES.contains(header.getName()) && found.size() < MAX_HEADERS) {
                found = found.isEmpty() ? new TreeMap<>() : found;
                found.merge(
                        beginning(header.getName()),
                        shown(header, access),
                        (one, other) -> beginning(one + ", " + other));
            }
        }
        return found;
    }

    private static String shown(Header header, ReceiverAccess access) {
        String value = String.valueOf(header.getValue());
        return SECRET_NAME.matcher(header.getName()).find()
                        || SECRET_VALUE.matcher(value).matches()
                        || secrets(access).anyMatch(value::contains)
                ? HIDDEN
                : beginning(value);
    }

    private static Stream<String> secrets(ReceiverAccess access) {
        Authentication authentication = access.authentication();
        Secret<String> secret = authentication instanceof Basic basic
                ? basic.password()
                : authentication instanceof Bearer bearer
                        ? bearer.token()
                        : authentication instanceof OAuth2 client ? client.clientSecret() : null;
        return Stream.concat(
                        Stream.ofNullable(secret).map(Secret::get),
                        access.headers().stream().flatMap(headers -> headers.get().fields().values().stream()))
                .filter(text -> !text.isEmpty());
    }

    private static String beginning(String text) {
        return text.length() <= MAX_LENGTH ? text : text.substring(0, MAX_LENGTH - 1) + "…";
    }
}
