/** Live reload of route files. Nothing else depends on it: Camel Main finds it as a service. */
package org.campaignstatus.reload;
