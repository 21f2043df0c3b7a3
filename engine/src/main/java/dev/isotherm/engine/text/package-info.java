/** Text to token ids; the only package that knows the tokenizer library. */
package dev.isotherm.engine.text;
