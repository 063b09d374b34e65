/** Dial modes and optimization methods with their codes. Without Camel. */
package org.campaignstatus.dialing;
