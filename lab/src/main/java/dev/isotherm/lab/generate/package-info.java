/** Retrieval tasks made to measure: one sentence to be found in a text of a given length. All texts are written for this project. */
package dev.isotherm.lab.generate;
