package org.campaignstatus.configuration;

/**
 * Whom a campaign group belongs to.
 *
 * @param name the tenant's name
 * @param ccid the tenant's contact-centre id, normally a UUID
 */
public record Tenant(String name, String ccid) {

    /** What the vendor sends for a tenant, or a part of it, that is not set. */
    static final String UNKNOWN_NAME = "Unknown";

    static final Tenant UNKNOWN = new Tenant(UNKNOWN_NAME, UNKNOWN_NAME);
}
