package org.campaignstatus.configuration;

import java.util.HashMap;
import java.util.Map;
import org.campaignstatus.input.InvalidInputException;
import org.campaignstatus.input.Members;
import org.campaignstatus.settings.InvalidSettingException;
import org.campaignstatus.settings.Key;
import org.campaignstatus.settings.Keys;
import org.campaignstatus.settings.Settings;

/**
 * The options that a campaign group sets for itself. The look-up order is the vendor's: the campaign group first, then
 * the application, then the built-in default. Immutable.
 */
public final class OwnOptions {

    /** For the many campaign groups that set nothing for themselves. */
    public static final OwnOptions NONE = new OwnOptions(Map.of());

    private final Map<Key<?>, Object> values;

    private OwnOptions(Map<Key<?>, Object> values) {
        this.values = Map.copyOf(values);
    }

    /**
     * @param options the member of a campaign group, name to text; or null
     * @throws InvalidInputException for a name that is no option, or a value that is not allowed
     */
    static OwnOptions read(Members options) {
        if (options == null) {
            return NONE;
        }
        Map<Key<?>, Object> values = new HashMap<>();
        for (String name : options.names()) {
            Key<?> key = Keys.OPTIONS.stream()
                    .filter(option -> option.name().equals(name))
                    .findFirst()
                    .orElseThrow(() -> new InvalidInputException(
                            "unknown option " + name + ": expected one of the options in docs/configuration.md"));
            if (options.has(name)) {
                values.put(key, parse(key, options));
            }
        }
        return new OwnOptions(values);
    }

    private static Object parse(Key<?> key, Members options) {
        try {
            return key.parse(options.scalar(key.name()), "options");
        } catch (InvalidSettingException e) {
            throw new InvalidInputException(e.getMessage());
        } catch (InvalidInputException e) {
            throw key.secret() ? new InvalidInputException("options." + key + " is no text: expected a string") : e;
        }
    }

    /** @return the campaign group's own value, else the one of the application level */
    @SuppressWarnings("unchecked") // a key's own parser made its value
    public <T> T get(Key<T> key, Settings application) {
        Object own = values.get(key);
        return own == null ? application.get(key) : (T) own;
    }
}
