// One kernel, called with arguments whose types are those that it declares: KERNEL its name, KERNEL_SOURCE its file.
#include "emulator.h"
#include KERNEL_SOURCE
#include "runner.h"

template <class T>
struct Reader {
    static T value(const Argument& argument) {
        require(argument.kind == (sizeof(T) == 4 ? T(0.5f) == 0 ? INTEGER : FLOAT : -1), argument);
        T value;
        memcpy(&value, &argument.bits, sizeof value);
        return value;
    }
};

template <class T>
struct Reader<T*> {
    static T* value(const Argument& argument) {
        require(argument.kind == ADDRESS, argument);
        return (T*) argument.bits;
    }
};

template <class... T, size_t... I>
static void call(void (*kernel)(T...), const Argument* arguments, Indices<I...>) {
    kernel(Reader<T>::value(arguments[I])...);
}

template <class... T>
static void call(void (*kernel)(T...), const Argument* arguments, int count) {
    if (count != (int) sizeof...(T)) {
        emulator::fail(KERNEL_SOURCE, 1, "%d arguments given, %zu declared", count, sizeof...(T));
    }
    call(kernel, arguments, typename Count<sizeof...(T)>::Up());
}

void run_kernel(const Argument* arguments, int count) {
    call(KERNEL, arguments, count);
}
