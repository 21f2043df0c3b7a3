/** What is compared: a temperature, what becomes of long texts, and what is taken out of vectors afterwards. */
package dev.isotherm.lab.policy;
