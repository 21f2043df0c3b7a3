// The request as a command for a shell.
import { embedBody } from "./api.js";

/** In single quotes nothing has a meaning but the quote itself. */
export const quoted = (text) => `'${text.replaceAll("'", "'\\''")}'`;

/** The key is never written out: the shell's variable stands for it. */
export function curl(address, withKey, texts, policy, prompt) {
  const body = JSON.stringify(embedBody(texts, policy, prompt));
  return [
    `curl -s ${quoted(address)}`,
    "-H 'Content-Type: application/json'",
    ...(withKey ? ['-H "Authorization: Bearer $ISOTHERM_API_KEY"'] : []),
    `--data-raw ${quoted(body)}`,
  ].join(" \\\n  ");
}
