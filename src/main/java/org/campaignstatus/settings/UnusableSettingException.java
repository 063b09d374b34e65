package org.campaignstatus.settings;

/** Somebody asks for the value of a key that has none, because what is written for it is not allowed. */
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
