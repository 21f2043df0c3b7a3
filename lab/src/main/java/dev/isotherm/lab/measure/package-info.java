/** How far embeddings have moved together: measures over sets of vectors, and the bins of length they are compared by. */
package dev.isotherm.lab.measure;
