/** Kernels for processors, and what they need: memory addresses in, memory addresses out. Knows nothing of LibTorch. */
package dev.isotherm.cpu;
