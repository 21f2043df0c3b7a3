// The key is asked for when a call is answered 401, and not before.
import { hasKey, onKeyWanted, useKey } from "./api.js";
import { byId } from "./dom.js";

const dialog = byId("key-dialog");
const input = byId("key-input");
let waiting = null;

/** Several calls that are refused at once share one question. */
function askOnce(message) {
  waiting ??= new Promise((resolve) => open(message, resolve)).finally(() => { waiting = null; });
  return waiting;
}

function open(message, resolve) {
  byId("key-message").textContent = message;
  input.value = "";
  dialog.onclose = () => {
    byId("key").hidden = false;
    const given = dialog.returnValue === "given";
    if (given) useKey(input.value.trim());
    input.value = "";
    resolve(given);
  };
  dialog.returnValue = "";
  dialog.showModal();
  input.focus();
}

/** @param changed is called when the user gave or took away a key by the button */
export function startKeys(changed) {
  onKeyWanted(askOnce);
  byId("key").hidden = !hasKey();
  byId("key-form").addEventListener("submit", (event) => {
    event.preventDefault();
    dialog.close("given");
  });
  byId("key-cancel").addEventListener("click", () => dialog.close(""));
  byId("key").addEventListener("click", () => askOnce(hasKey() ? "A key is in use; another replaces it." : "").then(changed));
}
