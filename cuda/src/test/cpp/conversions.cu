#include "elements.cuh"

// What each bit pattern is worth, and which pattern each number becomes.
extern "C" __global__ void conversions(const Element* patterns, float* numbers, const float* x, Element* rounded, int count) {
    for (Size i = blockIdx.x * (Size) blockDim.x + threadIdx.x; i < (Size) count; i += (Size) gridDim.x * blockDim.x) {
        numbers[i] = to_float(patterns[i]);
        rounded[i] = from_float(x[i]);
    }
}
