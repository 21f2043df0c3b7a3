/** HTTP: routes, dialects and errors; the only package that knows Javalin. */
package dev.isotherm.server.http;
