package org.campaignstatus.settings;

/** The value of a key was read that has none, because its text is not allowed. */
public final class UnusableSettingException extends RuntimeException {

    private final transient Setting<?> key;

    UnusableSettingException(Setting<?> key) {
        super(key + " has no value that is allowed", null, false, false);
        this.key = key;
    }

    public Setting<?> key() {
        return key;
    }
}
