/** Model families: from a packed batch to vectors, with the attention temperature in every layer. */
package dev.isotherm.engine.model;
