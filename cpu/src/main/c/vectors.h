// Vectors of LANES numbers, written once for every instruction set: the build sets LANES and BF16 and the compiler's flags.
#pragma once
#include <stdint.h>

#define VECTOR(type, align) __attribute__((vector_size(LANES * sizeof(type)), aligned(align)))
typedef float floats VECTOR(float, 4);
typedef int32_t words VECTOR(int32_t, 4);
typedef uint32_t unsigned_words VECTOR(uint32_t, 4);
typedef uint16_t halves VECTOR(uint16_t, 2);

#define UNROLL _Pragma("unroll")
#define INLINE static inline __attribute__((always_inline))

#if LANES == 16
#include <immintrin.h>
#endif

// The products of a word are summed: two of bfloat16, one of float32.
#if BF16
typedef uint16_t element;
typedef halves element_lanes;
#define ELEMENTS_PER_WORD 2

INLINE floats dot(floats sum, words a, int32_t b) {
    return _mm512_dpbf16_ps(sum, (__m512bh) a, (__m512bh) _mm512_set1_epi32(b));
}

INLINE element_lanes narrowed(floats numbers) { return (element_lanes) _mm512_cvtneps_pbh((__m512) numbers); }
#else
typedef float element;
typedef floats element_lanes;
#define ELEMENTS_PER_WORD 1

INLINE floats dot(floats sum, words a, int32_t b) {
    union { int32_t word; float number; } factor = {b};
    return sum + (floats) a * factor.number;
}

INLINE element_lanes narrowed(floats numbers) { return numbers; }
#endif

INLINE int64_t round_up(int64_t n, int64_t step) { return (n + step - 1) / step * step; }

INLINE floats splat(float x) { return x - (floats) {0}; }

INLINE floats larger(floats a, floats b) { return __builtin_elementwise_max(a, b); }

#define TAIL static __attribute__((noinline, cold))

TAIL words load_tail(const element *from, int64_t valid) {
    union { words vector; element elements[LANES * ELEMENTS_PER_WORD]; } read = {0};
    for (int64_t i = 0; i < valid; i++) read.elements[i] = from[i];
    return read.vector;
}

// LANES words, of which the first `valid` elements are read; the rest is zero.
INLINE words load_words(const element *from, int64_t valid) {
    return valid >= LANES * ELEMENTS_PER_WORD ? *(const words *) from : load_tail(from, valid);
}

#if BF16
// LANES elements, each in a word of its own.
INLINE unsigned_words widened(const element *from, int64_t valid) {
    if (valid >= LANES) return __builtin_convertvector(*(const halves *) from, unsigned_words);
    union { words all; halves low; } read = {load_tail(from, valid)};
    return __builtin_convertvector(read.low, unsigned_words);
}
#endif

// LANES elements as numbers, of which the first `valid` are read; the rest is zero.
INLINE floats load(const element *from, int64_t valid) {
#if BF16
    return (floats) (widened(from, valid) << 16);
#else
    return (floats) load_words(from, valid);
#endif
}

TAIL void store_tail(element *to, const element *from, int64_t valid) {
    for (int64_t i = 0; i < valid; i++) to[i] = from[i];
}

// LANES numbers as elements, of which the first `valid` are written.
INLINE void store(element *to, floats numbers, int64_t valid) {
    element_lanes written = narrowed(numbers);
    if (valid >= LANES) *(element_lanes *) to = written;
    else store_tail(to, (const element *) &written, valid);
}

// 1/x, to the last bits.
INLINE floats reciprocal(floats x) {
#if LANES == 16
    floats guess = (floats) _mm512_rcp14_ps((__m512) x);
    return guess * (2.f - x * guess);
#else
    return 1.f / x;
#endif
}

// 2^x for x up to 0, to about 1e-7: the whole part goes to the exponent, the rest through a polynomial (powers of ln 2 over k!).
INLINE floats exp2_of(floats x) {
    const floats to_whole = splat(12582912.f);  // 1.5 * 2^23: adding it rounds to a whole number, which its low bits then hold
    floats shifted = larger(x, splat(-126.f)) + to_whole;
    floats f = larger(x, splat(-126.f)) - (shifted - to_whole);
    floats p = splat(1.5403530e-4f);
    p = p * f + 1.3333558e-3f;
    p = p * f + 9.6181291e-3f;
    p = p * f + 5.5504109e-2f;
    p = p * f + 2.4022651e-1f;
    p = p * f + 6.9314718e-1f;
    p = p * f + 1.f;
    return (floats) ((words) p + ((words) shifted << 23));
}

// Butterfly steps of a transposition: lanes whose index has the bit `step` change places between rows that differ in that bit.
#define SHUFFLE(a, b, ...) __builtin_shufflevector(a, b, __VA_ARGS__)
#if LANES == 16
#define LOW_1(a, b) SHUFFLE(a, b, 0, 16, 2, 18, 4, 20, 6, 22, 8, 24, 10, 26, 12, 28, 14, 30)
#define HIGH_1(a, b) SHUFFLE(a, b, 1, 17, 3, 19, 5, 21, 7, 23, 9, 25, 11, 27, 13, 29, 15, 31)
#define LOW_2(a, b) SHUFFLE(a, b, 0, 1, 16, 17, 4, 5, 20, 21, 8, 9, 24, 25, 12, 13, 28, 29)
#define HIGH_2(a, b) SHUFFLE(a, b, 2, 3, 18, 19, 6, 7, 22, 23, 10, 11, 26, 27, 14, 15, 30, 31)
#define LOW_4(a, b) SHUFFLE(a, b, 0, 1, 2, 3, 16, 17, 18, 19, 8, 9, 10, 11, 24, 25, 26, 27)
#define HIGH_4(a, b) SHUFFLE(a, b, 4, 5, 6, 7, 20, 21, 22, 23, 12, 13, 14, 15, 28, 29, 30, 31)
#define LOW_8(a, b) SHUFFLE(a, b, 0, 1, 2, 3, 4, 5, 6, 7, 16, 17, 18, 19, 20, 21, 22, 23)
#define HIGH_8(a, b) SHUFFLE(a, b, 8, 9, 10, 11, 12, 13, 14, 15, 24, 25, 26, 27, 28, 29, 30, 31)
#else
#define LOW_1(a, b) SHUFFLE(a, b, 0, 8, 2, 10, 4, 12, 6, 14)
#define HIGH_1(a, b) SHUFFLE(a, b, 1, 9, 3, 11, 5, 13, 7, 15)
#define LOW_2(a, b) SHUFFLE(a, b, 0, 1, 8, 9, 4, 5, 12, 13)
#define HIGH_2(a, b) SHUFFLE(a, b, 2, 3, 10, 11, 6, 7, 14, 15)
#define LOW_4(a, b) SHUFFLE(a, b, 0, 1, 2, 3, 8, 9, 10, 11)
#define HIGH_4(a, b) SHUFFLE(a, b, 4, 5, 6, 7, 12, 13, 14, 15)
#endif
#define BUTTERFLY(rows, step) \
    UNROLL for (int i = 0; i < LANES; i++) if (!(i & step)) { \
        words low = LOW_##step(rows[i], rows[i + step]); \
        rows[i + step] = HIGH_##step(rows[i], rows[i + step]); \
        rows[i] = low; \
    }

// [LANES][LANES] in place.
INLINE void transpose(words rows[LANES]) {
    BUTTERFLY(rows, 1)
    BUTTERFLY(rows, 2)
    BUTTERFLY(rows, 4)
#if LANES == 16
    BUTTERFLY(rows, 8)
#endif
}
