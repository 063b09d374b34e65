/** Requests to receivers: connections, TLS, proxies, authentication and time limits on HttpClient. */
package org.campaignstatus.http;
