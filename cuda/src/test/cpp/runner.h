// Between the emulator, which reads launches, and the kernel, which it runs.
#pragma once
#include "emulator.h"

enum Kind { ADDRESS = 0, INTEGER = 1, FLOAT = 2 };

struct Argument {
    int kind;
    unsigned long long bits;
};

inline void require(bool fits, const Argument& argument) {
    if (!fits) {
        emulator::fail(__FILE__, __LINE__, "an argument of kind %d where the kernel declares another", argument.kind);
    }
}

// 0, 1, … as a type.
template <size_t... I>
struct Indices {};

template <size_t N, size_t... I>
struct Count : Count<N - 1, N - 1, I...> {};

template <size_t... I>
struct Count<0, I...> {
    typedef Indices<I...> Up;
};

void run_kernel(const Argument* arguments, int count);
