/** Settings of a server, validated on construction. */
package dev.isotherm.server.config;
