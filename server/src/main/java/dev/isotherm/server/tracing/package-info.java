/** Traces of requests; the only package that knows OpenTelemetry. */
package dev.isotherm.server.tracing;
