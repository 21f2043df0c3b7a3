/** The cache that all clients of a Hugging Face hub on a machine share: its layout, and how files get into it. */
package dev.isotherm.engine.hub.cache;
