// All of a warp shuffles; the fault's mask names one half.
extern "C" __global__ void shuffle_mask_lacks_caller(float* y) {
#ifdef FAULT
    unsigned mask = 0x0000ffffu;
#else
    unsigned mask = 0xffffffffu;
#endif
    y[threadIdx.x] = __shfl_xor_sync(mask, 1.0f, 1);
}
