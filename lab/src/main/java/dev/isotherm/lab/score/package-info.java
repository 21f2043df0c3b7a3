/** Rankings and the figures that judge them; pure functions over vectors and grades. */
package dev.isotherm.lab.score;
