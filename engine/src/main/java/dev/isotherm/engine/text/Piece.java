package dev.isotherm.engine.text;

/**
 * A token and where it comes from.
 *
 * @param text the part of the text that it stands for, or its own name where it is special
 * @param special whether the tokenizer put it around the text
 * @param start offset of its first byte in the text's UTF-8; 0 where it is special
 * @param stop offset after its last byte
 */
public record Piece(int id, String text, boolean special, int start, int stop) {}
