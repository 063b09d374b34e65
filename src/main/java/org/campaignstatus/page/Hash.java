package org.campaignstatus.page;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;

/** The part of the page's address behind the number sign, which says what it shows. */
final class Hash {

    private Hash() {}

    /** @param namesAndValues by turns */
    static String of(String... namesAndValues) {
        StringBuilder hash = new StringBuilder();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            hash.append(i == 0 ? "" : "&")
                    .append(namesAndValues[i])
                    .append('=')
                    .append(URLEncoder.encode(namesAndValues[i + 1], StandardCharsets.UTF_8));
        }
        return hash.toString();
    }
}
