// Self-attention within each sequence of a packed batch: softmax(Q K^T s) V for every head, s the sequence's own scale.
//
// A vector's lanes are LANES queries. Scores of one key are then one vector, and maximum, exponential and sum over the keys go
// from vector to vector without a step across lanes; keys and values enter as broadcast words. No length needs padding.
#include "vectors.h"

#define KEYS 8  // keys at a time: enough sums in flight to hide a product's latency

// Rows of a sequence's queries that one thread takes at a time; rows count from the sequence's first.
struct item {
    int32_t start, length, first_query, queries;
    float scale;
    int32_t unused;
};

struct attention {
    int64_t next_item, next_thread;  // counted up by the threads that share the work
    int64_t items;
    const struct item *item;
    const element *qkv;  // [T, 3 * heads * head_size]
    element *context;    // [T, heads * head_size]
    int64_t heads, head_size;
    char *scratch;
    int64_t scratch_bytes;  // of one thread
};

// One head of one sequence, in memory of one thread.
struct head {
    int64_t length, size;
    int64_t key_words;  // words of a key
    int64_t pairs;      // words of a column of values: of two keys each in bfloat16
    int64_t columns;    // head size in whole vectors
    floats *scores;     // [length][LANES]; becomes the weights
    words *queries;     // [key_words][LANES]
    words *keys;        // [length][key_words]
    words *values;      // [pairs][columns]
};

static void copy_keys(const struct head *h, const element *k, int64_t stride) {
    for (int64_t j = 0; j < round_up(h->length, KEYS); j++)
        for (int64_t w = 0; w < h->key_words; w += LANES) {
            int64_t element_index = w * ELEMENTS_PER_WORD;
            h->keys[(j * h->key_words + w) / LANES] =
                j < h->length ? load_words(k + j * stride + element_index, h->size - element_index) : (words) {0};
        }
}

// In bfloat16 a word holds the values of two keys, as the weights' words do.
static void copy_values(const struct head *h, const element *v, int64_t stride) {
    for (int64_t j = 0; j < h->pairs; j++)
        for (int64_t c = 0; c < h->columns; c += LANES) {
            const element *first = v + j * ELEMENTS_PER_WORD * stride + c;
#if BF16
            unsigned_words second = 2 * j + 1 < h->length ? widened(first + stride, h->size - c) : (unsigned_words) {0};
            h->values[(j * h->columns + c) / LANES] = (words) (widened(first, h->size - c) | second << 16);
#else
            h->values[(j * h->columns + c) / LANES] = load_words(first, h->size - c);
#endif
        }
}

static void copy_queries(const struct head *h, const element *q, int64_t stride, int64_t rows) {
    for (int64_t w = 0; w < h->key_words; w += LANES) {
        words block[LANES];
        int64_t element_index = w * ELEMENTS_PER_WORD;
        UNROLL for (int i = 0; i < LANES; i++)
            block[i] = i < rows ? load_words(q + i * stride + element_index, h->size - element_index) : (words) {0};
        transpose(block);
        UNROLL for (int i = 0; i < LANES; i++) h->queries[w + i] = block[i];
    }
}

// Returns each query's largest score.
static floats score(const struct head *h) {
    floats largest = splat(-__FLT_MAX__);
    for (int64_t j = 0; j < h->length; j += KEYS) {
        const int32_t *keys = (const int32_t *) h->keys + j * h->key_words;
        floats sums[KEYS] = {0};
        for (int64_t w = 0; w < h->key_words; w++)
            UNROLL for (int i = 0; i < KEYS; i++) sums[i] = dot(sums[i], h->queries[w], keys[i * h->key_words + w]);
        UNROLL for (int i = 0; i < KEYS; i++) {
            h->scores[j + i] = sums[i];
            if (j + i < h->length) largest = larger(largest, sums[i]);
        }
    }
    return largest;
}

#if BF16
INLINE words rounded(floats x) { return ((words) x + 0x8000) & ~0xffff; }
#endif

// Scores to weights that are not yet divided by their sum, which is returned: exp((score - largest) * scale).
static floats weigh(const struct head *h, floats largest, float scale) {
    float factor = scale * 1.44269504f;  // log2(e)
    floats shift = largest * factor, sum = {0};
#if BF16
    words *weights = (words *) h->scores;
    for (int64_t j = 0; j < h->length; j += 2) {
        words a = rounded(exp2_of(h->scores[j] * factor - shift));
        words b = j + 1 < h->length ? rounded(exp2_of(h->scores[j + 1] * factor - shift)) : (words) {0};
        sum += (floats) a + (floats) b;
        weights[j / 2] = (words) ((unsigned_words) a >> 16) | b;
    }
#else
    for (int64_t j = 0; j < h->length; j++) {
        h->scores[j] = exp2_of(h->scores[j] * factor - shift);
        sum += h->scores[j];
    }
#endif
    return sum;
}

static void mix(const struct head *h, floats sum, element *out, int64_t stride, int64_t rows) {
    const words *weights = (const words *) h->scores;
    const int32_t *values = (const int32_t *) h->values;
    floats share = 1.f / sum;
    for (int64_t c = 0; c < h->columns; c += LANES) {
        floats mixed[LANES] = {0};
        for (int64_t j = 0; j < h->pairs; j++)
            UNROLL for (int i = 0; i < LANES; i++) mixed[i] = dot(mixed[i], weights[j], values[j * h->columns + c + i]);
        words block[LANES];
        UNROLL for (int i = 0; i < LANES; i++) block[i] = (words) (mixed[i] * share);
        transpose(block);
        UNROLL for (int i = 0; i < LANES; i++)
            if (i < rows) store(out + i * stride + c, (floats) block[i], h->size - c);
    }
}

static void attend(const struct attention *a, const struct item *item, int64_t index, char *scratch) {
    int64_t hidden = a->heads * a->head_size, stride = 3 * hidden;
    const element *q = a->qkv + item->start * stride + index * a->head_size;
    element *out = a->context + item->start * hidden + index * a->head_size;
    struct head h = {.length = item->length, .size = a->head_size};
    h.key_words = round_up(h.size, LANES * ELEMENTS_PER_WORD) / ELEMENTS_PER_WORD;
    h.columns = round_up(h.size, LANES);
    h.pairs = round_up(h.length, ELEMENTS_PER_WORD) / ELEMENTS_PER_WORD;
    h.scores = (floats *) scratch;
    h.queries = (words *) (h.scores + round_up(h.length, KEYS));
    h.keys = h.queries + h.key_words;
    h.values = h.keys + round_up(h.length, KEYS) * h.key_words / LANES;
    copy_keys(&h, q + hidden, stride);
    copy_values(&h, q + 2 * hidden, stride);
    int64_t end = item->first_query + item->queries;
    for (int64_t row = item->first_query; row < end; row += LANES) {
        int64_t rows = end - row < LANES ? end - row : LANES;
        copy_queries(&h, q + row * stride, stride, rows);
        floats largest = score(&h);
        floats sum = weigh(&h, largest, item->scale);
        mix(&h, sum, out + row * hidden, hidden, rows);
    }
}

// To be called by any number of threads at once with the same argument; returns when no work is left to begin.
__attribute__((visibility("default"))) void NAME(struct attention *a) {
    char *scratch = a->scratch + __atomic_fetch_add(&a->next_thread, 1, __ATOMIC_RELAXED) * a->scratch_bytes;
    int64_t all = a->items * a->heads;
    for (int64_t i; (i = __atomic_fetch_add(&a->next_item, 1, __ATOMIC_RELAXED)) < all;)
        attend(a, a->item + i / a->heads, i % a->heads, scratch);
}
