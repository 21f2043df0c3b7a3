/**
 * Kernels for NVIDIA devices, each a {@code .cu} file beside the class of the same name that launches it, and what compiles and loads
 * them. Memory addresses in, memory addresses out; knows nothing of LibTorch.
 *
 * <p>Not yet run on a GPU: the sources are compiled for every supported architecture and executed on the CPU by the emulator of the
 * tests.
 */
package dev.isotherm.cuda;
