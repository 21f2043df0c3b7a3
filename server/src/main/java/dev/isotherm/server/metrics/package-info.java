/** Prometheus series; the only package that knows Micrometer. */
package dev.isotherm.server.metrics;
