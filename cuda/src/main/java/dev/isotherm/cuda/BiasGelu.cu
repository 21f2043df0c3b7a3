#include "elements.cuh"

__device__ __forceinline__ float gelu(float x) {
    return 0.5f * x * (1.0f + erff(x * 0.70710678118654752440f));
}

// One block a row.
extern "C" __global__ void __launch_bounds__(MAX_THREADS) BiasGelu(Element* matrix, const Element* __restrict__ bias, int columns) {
    Element* row = matrix + blockIdx.x * (Size) columns;
    Size step = (Size) blockDim.x * VECTOR;
    for (Size column = (Size) threadIdx.x * VECTOR; column < (Size) columns; column += step) {
        float x[VECTOR];
        float added[VECTOR];
        read(row + column, columns - column, x);
        read(bias + column, columns - column, added);
        for (unsigned i = 0; i < VECTOR; i++) {
            x[i] = gelu(x[i] + added[i]);
        }
        write(row + column, columns - column, x);
    }
}
