#include "layernorm.cuh"

// Adds row's entry of the table, unless there is no such table.
__device__ __forceinline__ void gather(
        const Element* table, const int* ids, Size columns, Size column, float* sum) {
    if (!table) {
        return;
    }
    float x[VECTOR];
    read(table + ids[blockIdx.x] * columns + column, left(columns, column), x);
    for (unsigned i = 0; i < VECTOR; i++) {
        sum[i] += x[i];
    }
}

// One block a token.
extern "C" __global__ void __launch_bounds__(MAX_THREADS) EmbeddingLayerNorm(
        const Element* __restrict__ words, const int* __restrict__ ids,
        const Element* __restrict__ positions, const int* __restrict__ position_ids,
        const Element* __restrict__ types, const int* __restrict__ type_ids,
        const Element* __restrict__ gamma, const Element* __restrict__ beta, Element* __restrict__ y, float epsilon, int columns) {
    auto load = [=](Size column, float* sum) {
        for (unsigned i = 0; i < VECTOR; i++) {
            sum[i] = 0.0f;
        }
        gather(words, ids, columns, column, sum);
        gather(positions, position_ids, columns, column, sum);
        gather(types, type_ids, columns, column, sum);
    };
    layer_norm(load, gamma, beta, epsilon, columns, y + blockIdx.x * (Size) columns);
}
