/** From token vectors to the vector that is sent: pooling modes, dimensions, normalization. */
package dev.isotherm.engine.pooling;
