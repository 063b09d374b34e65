/** Camel glue: follows each notification through the routes, whatever a site has written into them. */
package org.campaignstatus.routing;
