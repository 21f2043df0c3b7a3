/** What the lab reads: collections in BEIR's layout, scored pairs, plain texts; whatever is wrong is said with file and line. */
package dev.isotherm.lab.data;
