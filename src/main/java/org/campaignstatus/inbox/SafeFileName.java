package org.campaignstatus.inbox;

import java.nio.charset.StandardCharsets;

/**
 * Makes the name of an input file harmless. Camel takes a backslash for the end of a folder's name, so that
 * {@code a\..\b.json} would lead out of the inbox; control characters would forge log lines; and a name of the maximum length
 * leaves no room for a suffix.
 */
final class SafeFileName {

    /** In bytes of UTF-8; file systems allow 255. */
    private static final int MAX_BYTES = 200;

    private SafeFileName() {}

    static String of(String name) {
        String plain = name.replaceAll("[\\\\\\p{Cc}\\p{Cf}\\p{Zl}\\p{Zp}]", "_");
        int dot = plain.lastIndexOf('.');
        String ending = plain.substring(dot);
        String stem = plain.substring(0, dot);
        while (length(stem + ending) > MAX_BYTES) {
            stem = stem.substring(0, stem.offsetByCodePoints(stem.length(), -1));
        }
        return stem + ending;
    }

    private static int length(String name) {
        return name.getBytes(StandardCharsets.UTF_8).length;
    }
}
