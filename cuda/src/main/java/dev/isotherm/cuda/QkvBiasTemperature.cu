#include "elements.cuh"

// One block a row. Without temperatures of rows (null) all have the uniform one. The product with 1 is exact: such a row's bits are
// those of the bias add.
extern "C" __global__ void __launch_bounds__(MAX_THREADS) QkvBiasTemperature(
        Element* qkv, const Element* __restrict__ bias, const float* __restrict__ row_inverse, float uniform_inverse, int hidden) {
    Size columns = 3 * (Size) hidden;
    Element* row = qkv + blockIdx.x * columns;
    float inverse = row_inverse ? row_inverse[blockIdx.x] : uniform_inverse;
    Size step = (Size) blockDim.x * VECTOR;
    for (Size column = (Size) threadIdx.x * VECTOR; column < columns; column += step) {
        float x[VECTOR];
        float added[VECTOR];
        read(row + column, columns - column, x);
        read(bias + column, columns - column, added);
        for (unsigned i = 0; i < VECTOR; i++) {
            x[i] = (x[i] + added[i]) * (column + i < (Size) hidden ? inverse : 1.0f);
        }
        write(row + column, columns - column, x);
    }
}
