/**
 * Files as a source: which are stable, how they are read in bounded memory, where they are archived or
 * quarantined.
 */
package org.campaignstatus.inbox;
