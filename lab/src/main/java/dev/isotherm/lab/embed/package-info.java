/** Texts to vectors, each once for a forward pass: at the engine's speed, kept on disk, so that a run that was broken off goes on. */
package dev.isotherm.lab.embed;
