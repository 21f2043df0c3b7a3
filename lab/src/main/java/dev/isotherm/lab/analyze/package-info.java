/** Whether embeddings collapse with length: measures by length bin, a rule over them, and what each layer does to the tokens. */
package dev.isotherm.lab.analyze;
