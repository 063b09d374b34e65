/** Reading route files, and telling where a mistake in one is. */
package org.campaignstatus.routefile;
