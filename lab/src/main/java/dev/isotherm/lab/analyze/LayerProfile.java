package dev.isotherm.lab.analyze;

import dev.isotherm.engine.temperature.PassTemperature;

/**
 * What the layers do to the tokens of some texts of one length bin in one forward pass; L layers.
 *
 * @param bin the bin's label
 * @param texts looked into
 * @param highFrequency [L] mean over texts of the part of the token signal that tokens do not have in common, 0 to 1
 * @param entropy [L] mean over texts of the attention's normalised entropy, 0 to 1
 */
record LayerProfile(PassTemperature temperature, String bin, int texts, double[] highFrequency, double[] entropy) {}
