package org.campaignstatus.settings;

/** Somebody asks for the value of a key that has none, because what is written for it is not allowed. */
public final class UnusableSettingException extends RuntimeException {

    private final transient Key<?> key;

    UnusableSettingException(Key<?> key) {
        super(key + " has no value that is allowed", null, false, false);
        this.key = key;
    }

    public Key<?> key() {
        return key;
    }
}
