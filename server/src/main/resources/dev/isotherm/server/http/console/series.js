// Prometheus' text format, as far as it is read here: series without labels.
export function series(text) {
  const values = new Map();
  for (const line of text.split("\n")) {
    const [name, value] = line.split(" ");
    if (/^isotherm_[a-z_]+$/.test(name) && value !== undefined) values.set(name, Number(value));
  }
  return values;
}

/** What the page shows, from two scrapes some seconds apart. */
export function readings(before, after, seconds) {
  const grew = (name) => Math.max(0, after.get(name) - before.get(name));
  const batches = grew("isotherm_batch_tokens_count");
  return {
    tokens: grew("isotherm_forwarded_tokens_total") / seconds,
    batches: batches / seconds,
    batchTokens: batches ? grew("isotherm_batch_tokens_sum") / batches : 0,
    batchSequences: batches ? grew("isotherm_batch_sequences_sum") / batches : 0,
    queue: after.get("isotherm_queue_tokens"),
    inside: after.get("isotherm_requests_inside"),
  };
}
