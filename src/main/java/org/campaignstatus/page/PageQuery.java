package org.campaignstatus.page;

import java.util.Locale;
import java.util.function.Function;

/**
 * What a page asks for. Immutable.
 *
 * @param search a part of the campaign groups' names in any letter case, or a whole DBID; empty for all
 * @param show which campaign groups
 * @param page of them, from 1
 * @param onlyLost whether only attempts are shown that were lost
 * @param before only attempts with smaller numbers; {@link Long#MAX_VALUE} for the latest
 * @param known the number of the latest attempt that the page has; -1 for none
 */
record PageQuery(String search, Show show, int page, boolean onlyLost, long before, long known) {

    static final int LONGEST_SEARCH = 200;

    /** Which campaign groups are shown. */
    enum Show {
        ALL,
        RUNNING,
        ACTIVE,
        NOT_LOADED
    }

    /**
     * @param parameter from the name of a parameter to its value, or null
     * @throws IllegalArgumentException if one of them cannot be; the message says which, and what was expected
     */
    static PageQuery of(Function<String, String> parameter) {
        String search = value(parameter, "search", "").strip();
        if (search.length() > LONGEST_SEARCH) {
            throw expected("search", "at most " + LONGEST_SEARCH + " characters");
        }
        return new PageQuery(
                search,
                show(value(parameter, "show", "all")),
                (int) number(parameter, "page", 1, 1, Integer.MAX_VALUE),
                onlyLost(value(parameter, "attempts", "all")),
                number(parameter, "before", Long.MAX_VALUE, 1, Long.MAX_VALUE),
                number(parameter, "known", -1, -1, Long.MAX_VALUE));
    }

    private static Show show(String text) {
        for (Show show : Show.values()) {
            if (text.equals(show.name().toLowerCase(Locale.ROOT).replace('_', '-'))) {
                return show;
            }
        }
        throw expected("show", "all, running, active or not-loaded");
    }

    private static boolean onlyLost(String text) {
        return switch (text) {
            case "all" -> false;
            case "lost" -> true;
            default -> throw expected("attempts", "all or lost");
        };
    }

    private static long number(Function<String, String> parameter, String name, long otherwise, long from, long to) {
        try {
            long number = Long.parseLong(value(parameter, name, Long.toString(otherwise)));
            if (number >= from && number <= to) {
                return number;
            }
        } catch (NumberFormatException e) {
            // it is no number at all
        }
        throw expected(name, "an integer from " + from);
    }

    private static String value(Function<String, String> parameter, String name, String otherwise) {
        String value = parameter.apply(name);
        return value == null ? otherwise : value;
    }

    private static IllegalArgumentException expected(String name, String expected) {
        return new IllegalArgumentException(name + ": expected " + expected);
    }
}
