/**
 * JMS as a source: the embedded or remote broker, acknowledgement after the attempt, and the quarantine queues.
 */
package org.campaignstatus.jms;
