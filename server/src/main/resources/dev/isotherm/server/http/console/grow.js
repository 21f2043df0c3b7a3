// Texts at chosen lengths in tokens, each made of one text repeated.
import { askJson } from "./api.js";

const SHORTEST = 16;
const LONGEST = 2048;

/** More than a token has in most languages; where it is not, the text is somewhat shorter than wanted. */
const CHARACTERS_A_TOKEN = 7;

/** Powers of two up to the window, and the window. */
export function lengthsFor(window) {
  const longest = Math.min(window, LONGEST);
  const lengths = [];
  for (let length = SHORTEST; length < longest; length *= 2) lengths.push(length);
  return [...lengths, longest];
}

/** @return for each length the texts grown to it */
export async function grown(texts, lengths, signal) {
  const wanted = lengths.at(-1) * CHARACTERS_A_TOKEN;
  const long = texts.map((text) => `${text.slice(0, wanted)} `.repeat(Math.ceil(wanted / (Math.min(text.length, wanted) + 1))).trim().slice(0, wanted));
  const pieces = await askJson("tokenize", { body: { inputs: long }, signal });
  return lengths.map((length) => long.map((text, i) => cut(text, pieces[i], length)));
}

/** The tokenizer counts bytes of UTF-8. */
function cut(text, pieces, length) {
  const words = pieces.filter((piece) => !piece.special);
  const last = Math.min(words.length, length - (pieces.length - words.length));
  const bytes = new TextEncoder().encode(text).slice(0, words[Math.max(last, 1) - 1].stop);
  return new TextDecoder().decode(bytes).replace(/\uFFFD+$/, "");
}
