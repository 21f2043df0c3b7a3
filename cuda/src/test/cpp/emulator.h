// CUDA's built-ins for g++: a kernel's source, included after this, runs on the CPU, one host thread for each of a block's. Blocks run
// one after another, so that races between blocks are not seen; everything within a block is. What is wrong ends the process, with a
// message that begins with "emulator:".
#pragma once
#include <math.h>
#include <stddef.h>
#include <string.h>

#define EMULATED
#define __global__
#define __device__
#define __forceinline__ inline __attribute__((always_inline))
#define __launch_bounds__(threads)
#define SHARED_ARRAY(type, name, count) static SharedArray<type, count> name(#name)
#pragma GCC poison __shared__  // a plain one would go unchecked: kernels write SHARED_ARRAY

// Where a built-in is called: an argument that fills itself.
#define SITE const char *file = __builtin_FILE(), int line = __builtin_LINE()

struct Index {
    unsigned x, y, z;
};

struct alignas(16) uint4 {
    unsigned x, y, z, w;
};

extern thread_local Index threadIdx;
extern thread_local Index blockIdx;
extern Index blockDim;
extern Index gridDim;

namespace emulator {

[[noreturn]] void fail(const char* file, int line, const char* format, ...) __attribute__((format(printf, 3, 4)));

// Changes with each block: what was written under another number is uninitialised again.
extern unsigned block_number;

void barrier(const char* file, int line);

// Waits until all lanes of the mask have called the same built-in with it.
struct Exchange {
    const char* name;
    unsigned mask;
    unsigned source;              // the lane whose value this one wants
    unsigned long long value;     // this lane's
    unsigned long long received;  // out: the source's
    unsigned votes;               // out: lanes of the mask whose value is not 0
};
void exchange(Exchange& exchange, const char* file, int line);

template <class T>
T shuffle(const char* name, unsigned mask, T value, unsigned source, const char* file, int line) {
    static_assert(sizeof(T) <= sizeof(unsigned long long), "at most 8 bytes");
    Exchange e = {name, mask, source, 0, 0, 0};
    memcpy(&e.value, &value, sizeof(T));
    exchange(e, file, line);
    memcpy(&value, &e.received, sizeof(T));
    return value;
}

inline unsigned lane() {
    return threadIdx.x % 32;
}

inline unsigned votes(const char* name, unsigned mask, int predicate, const char* file, int line) {
    Exchange e = {name, mask, lane(), predicate != 0, 0, 0};
    exchange(e, file, line);
    return e.votes;
}

// A lane that would look beyond its group of width lanes looks at itself.
inline unsigned within(unsigned width, long source) {
    long group = lane() / width * width;
    return source >= group && source < group + (long) width ? (unsigned) source : lane();
}

}  // namespace emulator

inline void __syncthreads(SITE) {
    emulator::barrier(file, line);
}

inline void __syncwarp(unsigned mask = 0xffffffffu, SITE) {
    emulator::votes("__syncwarp", mask, 0, file, line);
}

template <class T>
T __shfl_sync(unsigned mask, T value, int source, int width = 32, SITE) {
    unsigned group = emulator::lane() / width * width;
    return emulator::shuffle("__shfl_sync", mask, value, group + (unsigned) source % width, file, line);
}

template <class T>
T __shfl_xor_sync(unsigned mask, T value, int other, int width = 32, SITE) {
    // Unlike its sisters it may look into earlier groups.
    unsigned source = emulator::lane() ^ (unsigned) other;
    unsigned end = (emulator::lane() / width + 1) * width;
    return emulator::shuffle("__shfl_xor_sync", mask, value, source < end ? source : emulator::lane(), file, line);
}

template <class T>
T __shfl_down_sync(unsigned mask, T value, unsigned delta, int width = 32, SITE) {
    return emulator::shuffle("__shfl_down_sync", mask, value, emulator::within(width, (long) emulator::lane() + delta), file, line);
}

template <class T>
T __shfl_up_sync(unsigned mask, T value, unsigned delta, int width = 32, SITE) {
    return emulator::shuffle("__shfl_up_sync", mask, value, emulator::within(width, (long) emulator::lane() - delta), file, line);
}

inline unsigned __ballot_sync(unsigned mask, int predicate, SITE) {
    return emulator::votes("__ballot_sync", mask, predicate, file, line);
}

inline int __any_sync(unsigned mask, int predicate, SITE) {
    return emulator::votes("__any_sync", mask, predicate, file, line) != 0;
}

inline int __all_sync(unsigned mask, int predicate, SITE) {
    return emulator::votes("__all_sync", mask, predicate, file, line) == mask;
}

// Atomics order nothing but themselves.
template <class T>
T atomicAdd(T* p, T added) {
    T old;
    T sum;
    __atomic_load(p, &old, __ATOMIC_RELAXED);
    do {
        sum = old + added;
    } while (!__atomic_compare_exchange(p, &old, &sum, false, __ATOMIC_RELAXED, __ATOMIC_RELAXED));
    return old;
}

template <class T>
T atomicMax(T* p, T other) {
    T old;
    __atomic_load(p, &old, __ATOMIC_RELAXED);
    while (old < other && !__atomic_compare_exchange(p, &old, &other, false, __ATOMIC_RELAXED, __ATOMIC_RELAXED)) {
    }
    return old;
}

template <class T>
T atomicExch(T* p, T value) {
    T old;
    __atomic_exchange(p, &value, &old, __ATOMIC_RELAXED);
    return old;
}

template <class T>
T atomicCAS(T* p, T expected, T value) {
    __atomic_compare_exchange(p, &expected, &value, false, __ATOMIC_RELAXED, __ATOMIC_RELAXED);
    return expected;
}

inline float rsqrtf(float x) {
    return 1.0f / sqrtf(x);
}

inline float __uint_as_float(unsigned bits) {
    float x;
    memcpy(&x, &bits, sizeof x);
    return x;
}

inline unsigned __float_as_uint(float x) {
    unsigned bits;
    memcpy(&bits, &x, sizeof bits);
    return bits;
}

// An element of shared memory: writing it marks it as initialised, reading looks for the mark.
template <class T>
class SharedElement {
  public:
    SharedElement(T& value, unsigned& written, const char* name, size_t index, const char* file, int line)
            : value(value), written(written), name(name), index(index), file(file), line(line) {}

    operator T() const {
        if (written != emulator::block_number) {
            emulator::fail(file, line, "uninitialised shared read of %s[%zu]", name, index);
        }
        return value;
    }

    T operator=(T x) {
        written = emulator::block_number;
        return value = x;
    }

    T operator=(const SharedElement& x) {
        return *this = (T) x;
    }

    T operator+=(T x) {
        return *this = (T) *this + x;
    }

    // For atomics, which read what was there.
    T* operator&() {
        (void) (T) *this;
        return &value;
    }

  private:
    T& value;
    unsigned& written;
    const char* name;
    size_t index;
    const char* file;
    int line;
};

// An index that knows where it is used.
struct SharedIndex {
    template <class I>
    SharedIndex(I index, SITE) : index((size_t) index), file(file), line(line) {}

    size_t index;
    const char* file;
    int line;
};

template <class T, size_t COUNT>
class SharedArray {
  public:
    constexpr explicit SharedArray(const char* name) : values(), written(), name(name) {}

    SharedElement<T> operator[](SharedIndex i) {
        if (i.index >= COUNT) {
            emulator::fail(i.file, i.line, "shared out of bounds: %s[%zd] of %zu", name, (ptrdiff_t) i.index, COUNT);
        }
        return SharedElement<T>(values[i.index], written[i.index], name, i.index, i.file, i.line);
    }

  private:
    T values[COUNT];
    unsigned written[COUNT];
    const char* name;
};
