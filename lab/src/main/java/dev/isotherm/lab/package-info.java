/** The length lab: does a model collapse on long texts, which attention temperature helps, and how sure is that. */
package dev.isotherm.lab;
