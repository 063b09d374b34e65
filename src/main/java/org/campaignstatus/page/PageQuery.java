package org.campaignstatus.page;

import java.util.Locale;
import java.util.function.Function;

/**
 * The query of a request for the page's data. Immutable.
 *
 * @param search a part of the campaign groups' names in any letter case, or a whole DBID; empty for all
 * @param page of campaign groups, from 1
 * @param onlyFailed whether only failed attempts are shown
 * @param before only attempts with smaller numbers; {@link Long#MAX_VALUE} for the latest
 * @param latest the number of the latest attempt that the page has; -1 for none
 */
record PageQuery(String search, Show show, int page, boolean onlyFailed, long before, long latest) {

    static final int MAX_SEARCH_LENGTH = 200;

    enum Show {
        ALL,
        RUNNING,
        ACTIVE,
        NOT_LOADED
    }

    /**
     * @param parameter returns the value of a parameter, or null
     * @throws IllegalArgumentException if a value is invalid; the message names the parameter and the expected values
     */
    static PageQuery of(Function<String, String> parameter) {
        String search = value(parameter, "search", "").strip();
        if (search.length() > MAX_SEARCH_LENGTH) {
            throw expected("search", "at most " + MAX_SEARCH_LENGTH + " characters");
        }
        return new PageQuery(
                search,
                show(value(parameter, "show", "all")),
                (int) number(parameter, "page", 1, 1, Integer.MAX_VALUE),
                onlyFailed(value(parameter, "attempts", "all")),
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

    private static boolean onlyFailed(String text) {
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
            // reported below
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
