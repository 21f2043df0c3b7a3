/** Packing and planning of batches: pure Java, no natives. */
package dev.isotherm.engine.batch;
