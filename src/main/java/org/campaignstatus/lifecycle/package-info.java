/** Lifecycle events and the state of campaign groups that follows from them. Without Camel. */
package org.campaignstatus.lifecycle;
