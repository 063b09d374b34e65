package org.campaignstatus.page;

import java.util.Locale;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/** Texts that sort as people read names: in any letter case, and numbers by their value, so Camp2 before Camp10. */
final class NaturalOrder {

    private static final Pattern NUMBER = Pattern.compile("0*(\\d+)");

    private NaturalOrder() {}

    /** @return a text whose order among others of this method is the natural order of the names */
    static String key(String name) {
        return NUMBER.matcher(name.toLowerCase(Locale.ROOT)).replaceAll(NaturalOrder::number);
    }

    /** A number with more digits is the greater one; the digit zero keeps numbers before letters. */
    private static String number(MatchResult number) {
        String digits = number.group(1);
        return "0" + (char) (0x100 + Math.min(digits.length(), 0x1000)) + digits;
    }
}
