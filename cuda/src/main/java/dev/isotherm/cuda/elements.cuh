// What every kernel shares: the element type, its conversions, 16-byte accesses, reductions. It includes nothing, so that NVRTC
// needs no CUDA header. One of ELEMENT_FLOAT32, ELEMENT_FLOAT16, ELEMENT_BFLOAT16 is defined by whoever compiles.
//
// Conversions of bfloat16 are bit operations, the same everywhere. Those of float16 are PTX on a device, and bit operations where
// EMULATED is defined: what runs on the CPU is a twin of the device's instructions, not those instructions.
#pragma once

typedef decltype(sizeof(0)) Size;

#ifndef EMULATED
#define SHARED_ARRAY(type, name, count) __shared__ type name[count]
#endif

#if defined(ELEMENT_FLOAT32)

typedef float Element;

__device__ __forceinline__ float to_float(Element x) {
    return x;
}

__device__ __forceinline__ Element from_float(float x) {
    return x;
}

#elif defined(ELEMENT_BFLOAT16)

typedef unsigned short Element;

__device__ __forceinline__ float to_float(Element x) {
    return __uint_as_float((unsigned) x << 16);
}

// To nearest, ties to even; a NaN stays one even if its payload lies in the lower half.
__device__ __forceinline__ Element from_float(float x) {
    unsigned bits = __float_as_uint(x);
    if ((bits & 0x7fffffffu) > 0x7f800000u) {
        return (Element) (bits >> 16 | 0x40u);
    }
    return (Element) ((bits + 0x7fffu + (bits >> 16 & 1u)) >> 16);
}

#elif defined(ELEMENT_FLOAT16) && defined(EMULATED)

typedef unsigned short Element;

__device__ __forceinline__ float to_float(Element x) {
    unsigned sign = (unsigned) (x & 0x8000u) << 16;
    unsigned exponent = x >> 10 & 0x1fu;
    unsigned fraction = x & 0x3ffu;
    if (exponent == 0) {
        float magnitude = (float) fraction * 5.9604644775390625e-8f;  // 2^-24
        return __uint_as_float(sign | __float_as_uint(magnitude));
    }
    unsigned wider = exponent == 0x1fu ? 0xffu : exponent + 112;
    return __uint_as_float(sign | wider << 23 | fraction << 13);
}

// To nearest, ties to even, by adding what makes the wide number's last kept bit that of the narrow one.
__device__ __forceinline__ Element from_float(float x) {
    unsigned bits = __float_as_uint(x);
    unsigned sign = bits >> 16 & 0x8000u;
    unsigned magnitude = bits & 0x7fffffffu;
    if (magnitude > 0x7f800000u) {
        return (Element) 0x7fffu;  // the device's cvt gives this one NaN too
    }
    if (magnitude >= 0x477ff000u) {
        return (Element) (sign | 0x7c00u);
    }
    if (magnitude < 0x38800000u) {
        return (Element) (sign | (__float_as_uint(__uint_as_float(magnitude) + 0.5f) - 0x3f000000u));
    }
    return (Element) (sign | ((magnitude - 0x38000000u + 0xfffu + (magnitude >> 13 & 1u)) >> 13));
}

#elif defined(ELEMENT_FLOAT16)

typedef unsigned short Element;

__device__ __forceinline__ float to_float(Element x) {
    float wide;
    asm("cvt.f32.f16 %0, %1;" : "=f"(wide) : "h"(x));
    return wide;
}

__device__ __forceinline__ Element from_float(float x) {
    Element narrow;
    asm("cvt.rn.f16.f32 %0, %1;" : "=h"(narrow) : "f"(x));
    return narrow;
}

#else
#error "define ELEMENT_FLOAT32, ELEMENT_FLOAT16 or ELEMENT_BFLOAT16"
#endif

// Elements of a 16-byte access.
constexpr unsigned VECTOR = 16 / sizeof(Element);

// A launch has at most so many threads a block: Grid.java.
constexpr unsigned MAX_THREADS = 256;

constexpr unsigned ALL_LANES = 0xffffffffu;

union Packed {
    uint4 all;
    Element each[VECTOR];
};

__device__ __forceinline__ bool vectorizable(const Element* p, Size count) {
    return count >= VECTOR && (Size) p % sizeof(uint4) == 0;
}

// Up to VECTOR elements from p, of which count are left in the row; zeros stand for those beyond.
__device__ __forceinline__ void read(const Element* p, Size count, float* x) {
    if (vectorizable(p, count)) {
        Packed packed;
        packed.all = *reinterpret_cast<const uint4*>(p);
        for (unsigned i = 0; i < VECTOR; i++) {
            x[i] = to_float(packed.each[i]);
        }
        return;
    }
    for (unsigned i = 0; i < VECTOR; i++) {
        x[i] = i < count ? to_float(p[i]) : 0.0f;
    }
}

__device__ __forceinline__ void write(Element* p, Size count, const float* x) {
    if (vectorizable(p, count)) {
        Packed packed;
        for (unsigned i = 0; i < VECTOR; i++) {
            packed.each[i] = from_float(x[i]);
        }
        *reinterpret_cast<uint4*>(p) = packed.all;
        return;
    }
    for (unsigned i = 0; i < VECTOR; i++) {
        if (i < count) {
            p[i] = from_float(x[i]);
        }
    }
}

// Elements from column to the row's end; none where the row has ended.
__device__ __forceinline__ Size left(Size columns, Size column) {
    return column < columns ? columns - column : 0;
}

__device__ __forceinline__ float warp_sum(float x) {
    for (int distance = 16; distance > 0; distance /= 2) {
        x += __shfl_xor_sync(ALL_LANES, x, distance);
    }
    return x;
}

// The sum over a block of whole warps, in every thread.
__device__ __forceinline__ float block_sum(float x) {
    SHARED_ARRAY(float, sums, MAX_THREADS / 32);
    unsigned lane = threadIdx.x % 32;
    x = warp_sum(x);
    if (lane == 0) {
        sums[threadIdx.x / 32] = x;
    }
    __syncthreads();
    x = warp_sum(lane < blockDim.x / 32 ? (float) sums[lane] : 0.0f);
    __syncthreads();  // the next sum is written to the same place
    return x;
}
