// What the user wrote, as texts, within bounds.
export const MAX_TEXTS = 64;
export const MAX_CHARACTERS = 200_000;

/**
 * @param paragraphs whether blank lines separate texts, instead of line ends
 * @return {{texts: string[], left: string}} what is sent, and a sentence on what is not
 */
export function split(written, paragraphs) {
  const parts = written.split(paragraphs ? /\n\s*\n/ : /\n/).map((part) => part.trim()).filter((part) => part !== "");
  const texts = [];
  let characters = 0;
  for (const part of parts) {
    characters += part.length;
    if (texts.length === MAX_TEXTS || characters > MAX_CHARACTERS) break;
    texts.push(part);
  }
  return { texts, left: texts.length < parts.length ? sentence(texts.length, parts.length) : "" };
}

const sentence = (used, all) => `the first ${used} of ${all} are used: at most ${MAX_TEXTS} texts and ${MAX_CHARACTERS.toLocaleString("en")} characters`;
