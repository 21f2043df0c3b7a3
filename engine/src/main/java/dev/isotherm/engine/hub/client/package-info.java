/** Speaks with a Hugging Face hub: which files a repository has, and their bytes. */
package dev.isotherm.engine.hub.client;
