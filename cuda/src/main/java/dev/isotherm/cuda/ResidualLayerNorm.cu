#include "layernorm.cuh"

// One block a row. y may be x or the residual: a thread alone reads and writes its columns.
extern "C" __global__ void __launch_bounds__(MAX_THREADS) ResidualLayerNorm(
        const Element* x, const Element* residual, const Element* __restrict__ gamma, const Element* __restrict__ beta,
        Element* y, float epsilon, int columns) {
    Size start = blockIdx.x * (Size) columns;
    auto load = [=](Size column, float* sum) {
        float added[VECTOR];
        read(x + start + column, left(columns, column), sum);
        read(residual + start + column, left(columns, column), added);
        for (unsigned i = 0; i < VECTOR; i++) {
            sum[i] += added[i];
        }
    };
    layer_norm(load, gamma, beta, epsilon, columns, y + start);
}
