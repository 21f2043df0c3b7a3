/** A policy for a model and a corpus: chosen on one half of the queries, judged on the other. */
package dev.isotherm.lab.calibrate;
