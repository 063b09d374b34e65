package org.campaignstatus.configuration;

/** The owner of a campaign group; the ccid is its contact-centre id, normally a UUID. */
public record Tenant(String name, String ccid) {

    /** The vendor's text for a tenant, or a part of it, that is not set. */
    static final String UNKNOWN_NAME = "Unknown";

    static final Tenant UNKNOWN = new Tenant(UNKNOWN_NAME, UNKNOWN_NAME);
}
