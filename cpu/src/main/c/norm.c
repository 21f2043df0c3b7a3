// Layer normalization over each row: (x - mean) / sqrt(variance + epsilon) * gamma + beta.
#include "vectors.h"

struct norm {
    int64_t next_item;  // counted up by the threads that share the work
    int64_t rows, columns;
    const element *x, *gamma, *beta;
    element *y;
    int64_t item_rows;
    double epsilon;
};

static void normalize(const struct norm *n, const element *x, element *y) {
    floats sum = {0}, squares = {0};
    int64_t whole = n->columns / LANES * LANES;
    for (int64_t i = 0; i < n->columns; i += LANES) sum += load(x + i, n->columns - i);
    float mean = 0.f, variance = 0.f;
    for (int i = 0; i < LANES; i++) mean += sum[i];
    mean /= n->columns;
    for (int64_t i = 0; i < whole; i += LANES) {
        floats centred = load(x + i, n->columns - i) - mean;
        squares += centred * centred;
    }
    for (int i = 0; i < LANES; i++) variance += squares[i];
    for (int64_t i = whole; i < n->columns; i++) {
        float centred = load(x + i, 1)[0] - mean;
        variance += centred * centred;
    }
    floats spread = splat(variance / n->columns + (float) n->epsilon);
    float scale = 1.f / __builtin_elementwise_sqrt(spread)[0];
    for (int64_t i = 0; i < n->columns; i += LANES) {
        floats normalized = (load(x + i, n->columns - i) - mean) * scale;
        store(y + i, normalized * load(n->gamma + i, n->columns - i) + load(n->beta + i, n->columns - i), n->columns - i);
    }
}

// To be called by any number of threads at once with the same argument.
__attribute__((visibility("default"))) void NAME(struct norm *n) {
    for (int64_t first; (first = __atomic_fetch_add(&n->next_item, 1, __ATOMIC_RELAXED) * n->item_rows) < n->rows;)
        for (int64_t row = first; row < first + n->item_rows && row < n->rows; row++)
            normalize(n, n->x + row * n->columns, n->y + row * n->columns);
}
