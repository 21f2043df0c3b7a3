// Every client's vectors are those of the engine, which `isotherm embed` prints without a server. The environment says where the
// servers are and what the engine made of the texts: see run.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { InferenceClient } from "@huggingface/inference";
import { OpenAIEmbeddings } from "@langchain/openai";
import { CohereClient, CohereClientV2 } from "cohere-ai";
import OpenAI from "openai";

const { EMBEDDER, RERANKER, KEY, MODEL, EXPECTED, TEXTS } = process.env;
const texts = TEXTS.split("\n");
const engine = readFileSync(EXPECTED, "utf8").trim().split("\n").map((line) => JSON.parse(line));
const vectors = engine.map((line) => line.embedding);
const tokens = engine.reduce((sum, line) => sum + line.tokens, 0);
assert.equal(texts.length, 3);
assert.equal(vectors.length, 3);

function assertSame(actual, expected = vectors) {
  assert.equal(actual.length, expected.length);
  actual.forEach((vector, i) => {
    assert.equal(vector.length, expected[i].length);
    vector.forEach((number, j) => assert.ok(Math.abs(number - expected[i][j]) <= 1e-6, `${i}, ${j}: ${number}, ${expected[i][j]}`));
  });
}

test("openai", async () => {
  const client = new OpenAI({ baseURL: `${EMBEDDER}/v1`, apiKey: KEY, maxRetries: 0 });
  const response = await client.embeddings.create({ model: MODEL, input: texts });
  assertSame(response.data.map((item) => item.embedding));
  assert.equal(response.usage.prompt_tokens, tokens);
  const float = await client.embeddings.create({ model: MODEL, input: texts, encoding_format: "float" });
  assertSame(float.data.map((item) => item.embedding));
  const models = [];
  for await (const model of client.models.list()) models.push(model.id);
  assert.deepEqual(models, [MODEL]);
  assert.equal((await client.models.retrieve(MODEL)).owned_by, "BAAI");
});

test("openai understands errors", async () => {
  const stranger = new OpenAI({ baseURL: `${EMBEDDER}/v1`, apiKey: "wrong", maxRetries: 0 });
  await assert.rejects(stranger.embeddings.create({ model: MODEL, input: "x" }), OpenAI.AuthenticationError);
  const client = new OpenAI({ baseURL: `${EMBEDDER}/v1`, apiKey: KEY, maxRetries: 0 });
  await assert.rejects(client.embeddings.create({ model: "gpt", input: "x" }), OpenAI.NotFoundError);
  await assert.rejects(client.embeddings.create({ model: MODEL, input: "x", dimensions: 999 }), (error) =>
    error instanceof OpenAI.UnprocessableEntityError && error.param === "dimensions");
});

test("@langchain/openai", async () => {
  const embeddings = new OpenAIEmbeddings({ model: MODEL, apiKey: KEY, configuration: { baseURL: `${EMBEDDER}/v1` }, maxRetries: 0 });
  assertSame(await embeddings.embedDocuments(texts));
  assertSame([await embeddings.embedQuery(texts[0])], [vectors[0]]);
});

test("@huggingface/inference", async () => {
  const client = new InferenceClient(KEY, { endpointUrl: `${EMBEDDER}/embed` });
  assertSame(await client.featureExtraction({ inputs: texts }));
  assertSame(await client.featureExtraction({ inputs: texts[0] }), [vectors[0]]);
  const root = new InferenceClient(KEY, { endpointUrl: EMBEDDER });
  assertSame(await root.featureExtraction({ inputs: texts, normalize: true, truncate: true }));
  const similarity = new InferenceClient(KEY, { endpointUrl: `${EMBEDDER}/similarity` });
  const cosines = await similarity.sentenceSimilarity({ inputs: { source_sentence: texts[0], sentences: texts } });
  assert.equal(cosines.length, 3);
  assert.ok(Math.abs(cosines[0] - 1) < 1e-6 && cosines[1] < cosines[0]);
});

test("cohere-ai", async () => {
  const client = new CohereClientV2({ environment: EMBEDDER, token: KEY });
  const response = await client.embed(
    { model: MODEL, texts, inputType: "search_document", embeddingTypes: ["float", "int8", "ubinary"] }, { maxRetries: 0 });
  assertSame(response.embeddings.float);
  assert.equal(response.embeddings.int8[0].length, 384);
  assert.equal(response.embeddings.ubinary[0].length, 48);
  assert.deepEqual(response.texts, texts);
  assert.equal(response.meta.billedUnits.inputTokens, tokens);
  const query = await client.embed({ model: MODEL, texts, inputType: "search_query", embeddingTypes: ["float"] });
  assert.notEqual(query.embeddings.float[0][0], response.embeddings.float[0][0]);
  await assert.rejects(client.embed({ model: "embed-v4.0", texts, inputType: "clustering", embeddingTypes: ["float"] }, { maxRetries: 0 }),
    (error) => error.statusCode === 404 && error.body.message.includes("embed-v4.0"));
});

test("cohere-ai reranks, by both of its clients", async () => {
  const request = { query: "hello", documents: ["hello world", "z z z", "the world"], topN: 2 };
  const second = await new CohereClientV2({ environment: RERANKER, token: KEY }).rerank({ model: "tiny-bert-reranker", ...request });
  const first = await new CohereClient({ environment: RERANKER, token: KEY }).rerank({ ...request, returnDocuments: true });
  assert.equal(second.results.length, 2);
  assert.ok(second.results[0].relevanceScore >= second.results[1].relevanceScore);
  assert.deepEqual(first.results.map((result) => result.index), second.results.map((result) => result.index));
  assert.equal(first.results[0].document.text, request.documents[first.results[0].index]);
  const native = await (await fetch(`${RERANKER}/rerank`, {
    method: "POST", headers: { Authorization: `Bearer ${KEY}` }, body: JSON.stringify({ query: request.query, texts: request.documents }),
  })).json();
  assert.deepEqual(second.results.map((result) => result.index), native.slice(0, 2).map((result) => result.index));
});
