/** Admission, the waiting line, and the thread that runs forward passes. */
package dev.isotherm.server.queue;
