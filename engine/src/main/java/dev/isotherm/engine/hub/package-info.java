/** Where models come from and what their own files say about them. */
package dev.isotherm.engine.hub;
