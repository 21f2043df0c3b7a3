// Layer normalization of one row by one block: statistics in fp32, the variance from differences to the mean, not from squares.
#pragma once
#include "elements.cuh"

__device__ __forceinline__ float sum_of(const float* x) {
    float sum = 0;
    for (unsigned i = 0; i < VECTOR; i++) {
        sum += x[i];
    }
    return sum;
}

__device__ __forceinline__ float squares_of(const float* x, float mean, Size count) {
    float sum = 0;
    for (unsigned i = 0; i < VECTOR; i++) {
        float difference = i < count ? x[i] - mean : 0.0f;
        sum += difference * difference;
    }
    return sum;
}

// y = (x - mean) / sqrt(variance + epsilon) * gamma + beta for up to VECTOR columns.
__device__ __forceinline__ void write_normalized(
        const float* x, float mean, float inverse, const Element* gamma, const Element* beta, Size count, Element* y) {
    float factor[VECTOR];
    float added[VECTOR];
    float normalized[VECTOR];
    read(gamma, count, factor);
    read(beta, count, added);
    for (unsigned i = 0; i < VECTOR; i++) {
        normalized[i] = (x[i] - mean) * inverse * factor[i] + added[i];
    }
    write(y, count, normalized);
}

// load(column, x) gives VECTOR values of the row from column on, zeros beyond its end. A thread's first values stay in registers;
// others, of rows wider than a block's vectors, are loaded anew in each pass.
template <class Load>
__device__ __forceinline__ void layer_norm(
        Load load, const Element* gamma, const Element* beta, float epsilon, Size columns, Element* y) {
    Size first = (Size) threadIdx.x * VECTOR;
    Size step = (Size) blockDim.x * VECTOR;
    float kept[VECTOR];
    float more[VECTOR];
    load(first, kept);
    float sum = sum_of(kept);
    for (Size column = first + step; column < columns; column += step) {
        load(column, more);
        sum += sum_of(more);
    }
    float mean = block_sum(sum) / (float) columns;
    float squares = squares_of(kept, mean, left(columns, first));
    for (Size column = first + step; column < columns; column += step) {
        load(column, more);
        squares += squares_of(more, mean, left(columns, column));
    }
    float inverse = rsqrtf(block_sum(squares) / (float) columns + epsilon);
    if (first < columns) {
        write_normalized(kept, mean, inverse, gamma + first, beta + first, columns - first, y + first);
    }
    for (Size column = first + step; column < columns; column += step) {
        load(column, more);
        write_normalized(more, mean, inverse, gamma + column, beta + column, columns - column, y + column);
    }
}
