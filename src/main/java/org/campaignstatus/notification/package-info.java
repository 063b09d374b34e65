/** What is sent: the context of a notification, its enrichers and its CloudEvents attributes. Without Camel. */
package org.campaignstatus.notification;
