package org.campaignstatus.inbox;

import java.nio.charset.StandardCharsets;

/**
 * The name that a file of an inbox goes on under. Camel takes a backslash in a name for the end of a folder's name, so that
 * {@code a\..\b.json} would lead out of the inbox; control characters would forge lines of the log; and a name as long as a
 * name can be leaves no room for what is put behind it.
 */
final class SafeFileName {

    /** In bytes of UTF-8, of 255 that a name can have. */
    private static final int MAX_BYTES = 200;

    private SafeFileName() {}

    /** @return the name itself if nothing is wrong with it, else the nearest one of which that is true */
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
