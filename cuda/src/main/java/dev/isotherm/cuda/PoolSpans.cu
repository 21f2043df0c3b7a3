#include "elements.cuh"

// As in Launches.PoolMode.
constexpr int MEAN = 0;
constexpr int CLS = 1;
constexpr int LAST = 2;
constexpr int MAX = 3;

constexpr unsigned WARPS = 4;

// Columns of a block: a vector for each lane.
constexpr unsigned TILE = 32 * VECTOR;

// A NaN stays.
__device__ __forceinline__ float combine(float a, float b, int mode) {
    if (mode == MAX) {
        return b > a || b != b ? b : a;
    }
    return a + b;
}

// Of a span's tokens, those that the mode looks at: all, the first, or the last.
__device__ __forceinline__ int first_token(int begin, int end, int mode) {
    return mode == LAST && end > begin ? end - 1 : begin;
}

__device__ __forceinline__ int end_token(int begin, int end, int mode) {
    return mode == CLS && end > begin ? begin + 1 : end;
}

// One block a span and TILE columns: its warps share the tokens, then its threads the columns.
extern "C" __global__ void __launch_bounds__(MAX_THREADS) PoolSpans(
        const Element* __restrict__ x, const int* __restrict__ cu_seqlens, float* __restrict__ pooled, int mode, int columns) {
    SHARED_ARRAY(float, parts, WARPS * TILE);
    unsigned warp = threadIdx.x / 32;
    unsigned lane_column = threadIdx.x % 32 * VECTOR;
    int begin = first_token(cu_seqlens[blockIdx.x], cu_seqlens[blockIdx.x + 1], mode);
    int end = end_token(cu_seqlens[blockIdx.x], cu_seqlens[blockIdx.x + 1], mode);
    float nothing = mode == MAX ? -__uint_as_float(0x7f800000u) : 0.0f;
    float factor = mode == MEAN && end > begin ? 1.0f / (float) (end - begin) : 1.0f;
    for (Size tile = (Size) blockIdx.y * TILE; tile < (Size) columns; tile += (Size) gridDim.y * TILE) {
        float part[VECTOR];
        for (unsigned i = 0; i < VECTOR; i++) {
            part[i] = nothing;
        }
        for (Size token = (Size) begin + warp; token < (Size) end; token += WARPS) {
            float values[VECTOR];
            read(x + token * columns + tile + lane_column, left(columns, tile + lane_column), values);
            for (unsigned i = 0; i < VECTOR; i++) {
                part[i] = combine(part[i], values[i], mode);
            }
        }
        for (unsigned i = 0; i < VECTOR; i++) {
            parts[warp * TILE + i * 32 + threadIdx.x % 32] = part[i];  // neighbouring lanes, neighbouring banks
        }
        __syncthreads();
        for (unsigned column = threadIdx.x; column < TILE && tile + column < (Size) columns; column += blockDim.x) {
            unsigned place = column % VECTOR * 32 + column / VECTOR;
            float whole = parts[place];
            for (unsigned other = 1; other < WARPS; other++) {
                whole = combine(whole, parts[other * TILE + place], mode);
            }
            pooled[blockIdx.x * (Size) columns + tile + column] = begin < end ? whole * factor : 0.0f;
        }
        __syncthreads();  // the next tile is written to the same place
    }
}
