// Questions to this server and to no other.
const KEY = "isotherm-key";

/** The server's answer was no. */
export class Refusal extends Error {
  constructor(status, message) {
    super(message);
    this.status = status;
  }
}

/** There was no answer. */
export class Unreachable extends Error {
  constructor() {
    super("The server does not answer. The page asks again when something changes.");
  }
}

let key = stored();

function stored() {
  try {
    return sessionStorage.getItem(KEY);
  } catch {
    return null;
  }
}

export const hasKey = () => key !== null;

/** Takes a key for this tab, or forgets it. */
export function useKey(given) {
  key = given;
  try {
    if (given === null) sessionStorage.removeItem(KEY);
    else sessionStorage.setItem(KEY, given);
  } catch {
    // It is kept in memory then.
  }
}

let askForKey = async () => false;

/** @param ask given the server's sentence; resolves to whether there is a key to try now */
export function onKeyWanted(ask) {
  askForKey = ask;
}

/** A relative path, so that the page works behind a prefix too. */
export async function ask(path, { body, signal } = {}) {
  for (;;) {
    const used = key;
    const response = await send(path, body, signal);
    if (response.ok) return response;
    const refusal = new Refusal(response.status, await sentence(response));
    if (response.status !== 401) throw refusal;
    // Another call may have been given a key in the meantime.
    if (used !== key) continue;
    useKey(null);
    if (!(await askForKey(refusal.message))) throw refusal;
  }
}

async function send(path, body, signal) {
  const headers = {};
  if (body !== undefined) headers["Content-Type"] = "application/json";
  if (key !== null) headers.Authorization = `Bearer ${key}`;
  try {
    return await fetch(path, {
      method: body === undefined ? "GET" : "POST", headers, signal, cache: "no-store", body: body && JSON.stringify(body),
    });
  } catch (failure) {
    throw failure.name === "AbortError" ? failure : new Unreachable();
  }
}

async function sentence(response) {
  const text = await response.text();
  try {
    return String(JSON.parse(text).error ?? text);
  } catch {
    return text || `The server answered ${response.status}.`;
  }
}

export const askJson = async (path, options) => (await ask(path, options)).json();

/** The body of a request for vectors; a policy that is a number is sent as one. */
export function embedBody(texts, policy, prompt) {
  const number = Number(policy);
  const body = { inputs: texts, attention_temperature: policy.trim() !== "" && Number.isFinite(number) ? number : policy };
  if (prompt) body.prompt_name = prompt;
  body.truncate = true;
  body.details = true;
  return body;
}

/** Vectors, counts and fingerprint. */
export const embed = (texts, policy, prompt, signal) => askJson("embed", { body: embedBody(texts, policy, prompt), signal });
