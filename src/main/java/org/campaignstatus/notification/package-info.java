/** The content of a notification: its context, enrichers and CloudEvents attributes. Without Camel. */
package org.campaignstatus.notification;
