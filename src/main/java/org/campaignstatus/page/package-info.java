/** The page of the management port: what is kept for it, and how it is served. Nothing here changes anything. */
package org.campaignstatus.page;
