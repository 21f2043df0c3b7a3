/** The one home of the JSON library settings. */
package dev.isotherm.server.json;
