/** How sure a difference is: resampled intervals and p-values, and their correction when many are looked at. */
package dev.isotherm.lab.statistics;
