package org.campaignstatus.page;

import java.util.Arrays;
import java.util.Locale;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * The query of a request for the page's data. Immutable.
 *
 * @param groups which campaign groups, in which order
 * @param page of campaign groups, from 1
 * @param attempts which attempts
 * @param before only attempts with smaller numbers; {@link Long#MAX_VALUE} for the latest
 * @param latest the number of the latest attempt that the page has; -1 for none
 * @param held whether the page shows no newer attempts
 */
record PageQuery(
        GroupQuery groups, int page, AttemptFilter attempts, long before, long latest, boolean held, TimeRange range) {

    static final int MAX_SEARCH_LENGTH = 200;
    private static final int MAX_ADDRESS_LENGTH = 2_000;

    enum Show {
        ALL,
        RUNNING,
        ACTIVE,
        NOT_LOADED,
        NO_STATISTICS,
        OVERDUE
    }

    enum Sort {
        STATUS,
        NAME,
        MODE,
        LAST,
        NEXT,
        BUSY_FACTOR,
        HIT_RATIO,
        OVERDIAL_RATE,
        TIME_TO_COMPLETE
    }

    /**
     * @param search words of which each is part of the campaign group's name, tenant or campaign in any letter case, or a
     *     whole DBID; empty for all
     * @param descending whether the greatest comes first; unknown values come last in either order
     */
    record GroupQuery(String search, Show show, Sort sort, boolean descending) {}

    /**
     * @param parameter returns the value of a parameter, or null
     * @throws IllegalArgumentException if a value is invalid; the message names the parameter and the expected values
     */
    static PageQuery of(Function<String, String> parameter) {
        return new PageQuery(
                groups(parameter),
                (int) number(parameter, "page", 1, 1, Integer.MAX_VALUE),
                attempts(parameter),
                number(parameter, "before", Long.MAX_VALUE, 1, Long.MAX_VALUE),
                number(parameter, "known", -1, -1, Long.MAX_VALUE),
                value(parameter, "held", "false").equals("true"),
                range(value(parameter, "range", TimeRange.MINUTES.label())));
    }

    private static GroupQuery groups(Function<String, String> parameter) {
        String sort = value(parameter, "sort", "status");
        boolean descending = sort.startsWith("-");
        return new GroupQuery(
                text(parameter, "search", MAX_SEARCH_LENGTH),
                constant("show", Show.class, value(parameter, "show", "all")),
                constant("sort", Sort.class, descending ? sort.substring(1) : sort),
                descending);
    }

    private static AttemptFilter attempts(Function<String, String> parameter) {
        String outcome = value(parameter, "attempts", "all");
        if (!outcome.matches("[a-z0-9_]{1,40}")) {
            throw expected("attempts", "all, failed, delivered or a class of outcomes, such as timeout");
        }
        return new AttemptFilter(
                text(parameter, "group", MAX_SEARCH_LENGTH),
                text(parameter, "receiver", MAX_ADDRESS_LENGTH),
                text(parameter, "kind", MAX_SEARCH_LENGTH),
                outcome.equals("all") ? "" : outcome);
    }

    private static String text(Function<String, String> parameter, String name, int maxLength) {
        String text = value(parameter, name, "").strip();
        if (text.length() > maxLength) {
            throw expected(name, "at most " + maxLength + " characters");
        }
        return text;
    }

    private static <E extends Enum<E>> E constant(String name, Class<E> type, String text) {
        return Arrays.stream(type.getEnumConstants())
                .filter(constant -> label(constant).equals(text))
                .findFirst()
                .orElseThrow(() -> expected(
                        name,
                        Arrays.stream(type.getEnumConstants())
                                .map(PageQuery::label)
                                .collect(Collectors.joining(", "))));
    }

    private static String label(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    private static TimeRange range(String text) {
        return Arrays.stream(TimeRange.values())
                .filter(range -> range.label().equals(text))
                .findFirst()
                .orElseThrow(() -> expected("range", "5m, 1h or 24h"));
    }

    static long number(Function<String, String> parameter, String name, long otherwise, long from, long to) {
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
