/** Attention temperature policies: pure data, no natives. */
package dev.isotherm.engine.temperature;
