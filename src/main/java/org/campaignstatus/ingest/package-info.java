/**
 * Input by HTTP: a server of its own with limits, and the steps of its route that check a request as a whole and hand it in to
 * the inboxes.
 */
package org.campaignstatus.ingest;
