/**
 * The keys of {@code application.properties}: values, defaults, overrides, secrets, and files that are read again
 * when they change.
 */
package org.campaignstatus.settings;
