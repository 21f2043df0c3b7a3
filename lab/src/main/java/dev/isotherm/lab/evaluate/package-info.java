/** Collections and pairs under one policy after another, and how sure the differences are. */
package dev.isotherm.lab.evaluate;
