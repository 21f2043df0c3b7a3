// Linear layers with what follows them: x W^T + b, then GELU or a residual. Weights are packed beforehand (pack_linear).
//
// A tile of ROWS rows and COLUMNS vectors of output columns stays in registers while it goes along the inner dimension: a word
// of each row is broadcast to the columns' words. In int8 a row is quantized by a scale and an offset of its own, so that no
// other row has a say in it; weights have a scale for each output column.
#include "vectors.h"

#define JOINED(a, b) a##b
#define CONCAT(a, b) JOINED(a, b)
#define ROWS (LANES / 2)  // with COLUMNS, what the registers hold: 32 of 16 lanes, or 16 of 8
#define COLUMNS 3
#define PANEL (COLUMNS * LANES)  // output columns that are packed together

#if INT8
#define VALUES_PER_WORD 4
typedef words sums;
typedef uint8_t value;

INLINE sums multiply_add(sums s, words weights, int32_t values) {
    return (words) _mm512_dpbusd_epi32((__m512i) s, _mm512_set1_epi32(values), (__m512i) weights);
}
#else
#define VALUES_PER_WORD ELEMENTS_PER_WORD
typedef floats sums;
typedef element value;

INLINE sums multiply_add(sums s, words weights, int32_t values) { return dot(s, weights, values); }
#endif

enum { PLAIN, GELU, RESIDUAL };

struct linear {
    int64_t next_item, next_thread;  // counted up by the threads that share the work
    int64_t rows, inner, columns;
    const element *x;         // [rows, inner]
    const words *weights;     // panels of [words of inner][PANEL]
    const float *bias;        // [columns in whole panels]
    const float *scales;      // int8: of each column
    const float *totals;      // int8: sum of a column's weights
    const element *residual;  // [rows, columns]
    element *y;               // [rows, columns]
    int64_t then;
    int64_t item_rows, item_panels;
    char *scratch;
    int64_t scratch_bytes;  // of one thread
};

// What a row's values stand for: value * scale + offset.
struct quantized {
    float scale, offset;
};

struct block {
    int64_t first_row, rows;
    const int32_t *values;  // words of the rows
    int64_t stride;         // words of a row
    struct quantized *quantized;
};

INLINE int64_t words_of(int64_t inner) { return round_up(inner, VALUES_PER_WORD) / VALUES_PER_WORD; }

// x Phi(x), with erf after Abramowitz and Stegun 7.1.26: off by at most 1.5e-7.
INLINE floats gelu(floats x) {
    floats z = __builtin_elementwise_abs(x) * 0.70710678f;
    floats t = reciprocal(1.f + z * 0.3275911f);
    floats p = t * 1.061405429f - 1.453152027f;
    p = p * t + 1.421413741f;
    p = p * t - 0.284496736f;
    p = (p * t + 0.254829592f) * t;
    floats tail = p * exp2_of(z * z * -1.44269504f) * 0.5f;  // 1 - Phi(|x|)
    return larger(x, splat(0.f)) - __builtin_elementwise_abs(x) * tail;
}

INLINE void accumulate(const int rows, const struct block *b, int64_t row, const words *panel, int64_t steps, sums out[ROWS][COLUMNS]) {
    const int32_t *values = b->values + row * b->stride;
    sums s[ROWS][COLUMNS] = {0};
    for (int64_t k = 0; k < steps; k++) {
        UNROLL for (int i = 0; i < rows; i++)
            UNROLL for (int c = 0; c < COLUMNS; c++)
                s[i][c] = multiply_add(s[i][c], panel[k * COLUMNS + c], values[i * b->stride + k]);
    }
    UNROLL for (int i = 0; i < rows; i++)
        UNROLL for (int c = 0; c < COLUMNS; c++) out[i][c] = s[i][c];
}

// Registers are given out when this is compiled, so each number of rows is a loop of its own.
static void tile(const struct block *b, int64_t row, int64_t rows, const words *panel, int64_t steps, sums out[ROWS][COLUMNS]) {
    switch (rows) {
        case 1: accumulate(1, b, row, panel, steps, out); break;
        case 2: accumulate(2, b, row, panel, steps, out); break;
        case 3: accumulate(3, b, row, panel, steps, out); break;
#if LANES == 16
        case 4: accumulate(4, b, row, panel, steps, out); break;
        case 5: accumulate(5, b, row, panel, steps, out); break;
        case 6: accumulate(6, b, row, panel, steps, out); break;
        case 7: accumulate(7, b, row, panel, steps, out); break;
#endif
        default: accumulate(ROWS, b, row, panel, steps, out);
    }
}

static void finish(const struct linear *l, const struct block *b, int64_t row, int64_t rows, int64_t column, sums out[ROWS][COLUMNS]) {
    for (int64_t i = 0; i < rows; i++) {
        int64_t at = (b->first_row + row + i) * l->columns;
        for (int64_t c = 0; c < COLUMNS && column + c * LANES < l->columns; c++) {
            int64_t j = column + c * LANES;
            floats y = *(const floats *) (l->bias + j);
#if INT8
            struct quantized q = b->quantized[row + i];
            y += __builtin_convertvector(out[i][c], floats) * (*(const floats *) (l->scales + j) * q.scale)
                + *(const floats *) (l->totals + j) * q.offset;
#else
            y += out[i][c];
#endif
            if (l->then == GELU) y = gelu(y);
            if (l->then == RESIDUAL) y += load(l->residual + at + j, l->columns - j);
            store(l->y + at + j, y, l->columns - j);
        }
    }
}

#if INT8
// To 0 ... 255 between the row's smallest and largest number.
static struct quantized quantize(const element *x, int64_t inner, uint8_t *to) {
    floats low = splat(__FLT_MAX__), high = splat(-__FLT_MAX__);
    int64_t whole = inner / LANES * LANES;
    for (int64_t i = 0; i < whole; i += LANES) {
        floats v = load(x + i, LANES);
        low = __builtin_elementwise_min(low, v);
        high = larger(high, v);
    }
    float smallest = __builtin_reduce_min(low), largest = __builtin_reduce_max(high);
    for (int64_t i = whole; i < inner; i++) {
        float v = load(x + i, 1)[0];
        smallest = v < smallest ? v : smallest;
        largest = v > largest ? v : largest;
    }
    float scale = (largest - smallest) / 255.f;
    float inverse = scale > 0.f ? 1.f / scale : 0.f;
    for (int64_t i = 0; i < inner; i += LANES) {
        floats v = (load(x + i, inner - i) - smallest) * inverse + 0.5f;
        typedef uint8_t bytes __attribute__((vector_size(LANES), aligned(1)));
        *(bytes *) (to + i) = (bytes) _mm512_cvtusepi32_epi8((__m512i) __builtin_convertvector(v, words));
    }
    return (struct quantized) {scale, smallest};
}
#endif

static struct block read_rows(const struct linear *l, int64_t first, char *scratch) {
    struct block b = {.first_row = first, .rows = l->rows - first < l->item_rows ? l->rows - first : l->item_rows};
#if INT8
    b.quantized = (struct quantized *) scratch;
    uint8_t *values = (uint8_t *) (b.quantized + l->item_rows);
    b.stride = round_up(l->inner, LANES) / VALUES_PER_WORD;
    b.values = (const int32_t *) values;
    for (int64_t i = 0; i < b.rows; i++)
        b.quantized[i] = quantize(l->x + (first + i) * l->inner, l->inner, values + i * b.stride * VALUES_PER_WORD);
#else
    (void) scratch;
    b.values = (const int32_t *) (l->x + first * l->inner);
    b.stride = words_of(l->inner);
#endif
    return b;
}

static void work(const struct linear *l, int64_t first_row, int64_t first_panel, char *scratch) {
    struct block b = read_rows(l, first_row, scratch);
    int64_t steps = words_of(l->inner), panels = round_up(l->columns, PANEL) / PANEL;
    int64_t end = first_panel + l->item_panels < panels ? first_panel + l->item_panels : panels;
    for (int64_t panel = first_panel; panel < end; panel++)
        for (int64_t row = 0; row < b.rows; row += ROWS) {
            int64_t rows = b.rows - row < ROWS ? b.rows - row : ROWS;
            sums out[ROWS][COLUMNS];
            tile(&b, row, rows, l->weights + panel * steps * COLUMNS, steps, out);
            finish(l, &b, row, rows, panel * PANEL, out);
        }
}

// To be called by any number of threads at once with the same argument. Rows change fastest, so that threads that follow each
// other multiply by the same panels while those are in the cache.
__attribute__((visibility("default"))) void NAME(struct linear *l) {
    char *scratch = l->scratch + __atomic_fetch_add(&l->next_thread, 1, __ATOMIC_RELAXED) * l->scratch_bytes;
    int64_t panels = round_up(l->columns, PANEL) / PANEL;
    int64_t row_items = (l->rows + l->item_rows - 1) / l->item_rows, all = row_items * ((panels + l->item_panels - 1) / l->item_panels);
    for (int64_t i; (i = __atomic_fetch_add(&l->next_item, 1, __ATOMIC_RELAXED)) < all;)
        work(l, i % row_items * l->item_rows, i / row_items * l->item_panels, scratch);
}

// Weights [columns, inner] to panels; in int8 with the scale of each column and the sum of what its weights then are.
__attribute__((visibility("default"))) void CONCAT(pack_, NAME)(struct linear *l, const element *weight, char *panels, float *scales, float *totals) {
    int64_t steps = words_of(l->inner), all = round_up(l->columns, PANEL);
    for (int64_t n = 0; n < all; n++) {
        value *column = (value *) panels + (n / PANEL * steps * PANEL + n % PANEL) * VALUES_PER_WORD;
        const element *row = weight + n * l->inner;
#if INT8
        float largest = 0.f, total = 0.f;
        for (int64_t k = 0; n < l->columns && k < l->inner; k++) {
            float v = load(row + k, 1)[0];
            largest = v > largest ? v : -v > largest ? -v : largest;
        }
        float inverse = largest > 0.f ? 127.f / largest : 0.f;
#endif
        for (int64_t k = 0; k < steps * VALUES_PER_WORD; k++) {
            value *to = column + (k / VALUES_PER_WORD * PANEL * VALUES_PER_WORD + k % VALUES_PER_WORD);
            int valid = n < l->columns && k < l->inner;
#if INT8
            float v = valid ? load(row + k, 1)[0] * inverse : 0.f;
            int8_t rounded = (int8_t) (v + (v < 0 ? -0.5f : 0.5f));
            total += rounded;
            *to = (value) rounded;
#else
            *to = valid ? row[k] : 0;
#endif
        }
#if INT8
        scales[n] = largest / 127.f;
        totals[n] = total * scales[n];
#endif
    }
#if !INT8
    (void) scales;
    (void) totals;
#endif
}
