/** Sending a notification once: the delivery attempt, its outcome, signatures, failure log and dead letters. */
package org.campaignstatus.delivery;
