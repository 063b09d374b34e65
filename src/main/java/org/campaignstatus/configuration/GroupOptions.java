package org.campaignstatus.configuration;

import java.util.HashMap;
import java.util.Map;
import java.util.stream.Stream;
import org.campaignstatus.input.InvalidInputException;
import org.campaignstatus.input.JsonFields;
import org.campaignstatus.settings.InvalidSettingException;
import org.campaignstatus.settings.Secret;
import org.campaignstatus.settings.Setting;
import org.campaignstatus.settings.SettingKeys;
import org.campaignstatus.settings.Settings;

/** A campaign group's own options. The look-up order is the vendor's: campaign group, application, default. Immutable. */
public final class GroupOptions {

    public static final GroupOptions NONE = new GroupOptions(Map.of());

    private final Map<Setting<?>, Object> values;

    private GroupOptions(Map<Setting<?>, Object> values) {
        this.values = Map.copyOf(values);
    }

    /**
     * @param options may be null
     * @throws InvalidInputException for a name that is no option, or a value that is not allowed
     */
    static GroupOptions read(JsonFields options) {
        if (options == null) {
            return NONE;
        }
        Map<Setting<?>, Object> values = new HashMap<>();
        for (String name : options.names()) {
            Setting<?> key = SettingKeys.OPTIONS.stream()
                    .filter(option -> option.name().equals(name))
                    .findFirst()
                    .orElseThrow(() -> new InvalidInputException(
                            "unknown option " + name + ": expected one of the options in docs/configuration.md"));
            if (options.has(name)) {
                values.put(key, parse(key, options));
            }
        }
        return new GroupOptions(values);
    }

    private static Object parse(Setting<?> key, JsonFields options) {
        try {
            return key.parse(options.scalar(key.name()), "options");
        } catch (InvalidSettingException e) {
            throw new InvalidInputException(e.getMessage());
        } catch (InvalidInputException e) {
            throw key.secret() ? new InvalidInputException("options." + key + " is no text: expected a string") : e;
        }
    }

    /** @return whether the campaign group has a value of its own */
    public boolean has(Setting<?> key) {
        return values.containsKey(key);
    }

    /** @return the campaign group's own value, else the one of the application level */
    @SuppressWarnings("unchecked") // a key's own parser made its value
    public <T> T get(Setting<T> key, Settings application) {
        Object own = values.get(key);
        return own == null ? application.get(key) : (T) own;
    }

    /** @return the secrets that stand in files of their own */
    Stream<Secret<?>> secretFiles() {
        return Secret.inFiles(values.values());
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof GroupOptions options && values.equals(options.values);
    }

    @Override
    public int hashCode() {
        return values.hashCode();
    }
}
