/** How queries and documents are embedded where that is more than one temperature: pure data, and the file it is kept in. */
package dev.isotherm.engine.policy;
