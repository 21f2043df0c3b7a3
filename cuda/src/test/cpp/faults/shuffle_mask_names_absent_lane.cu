// Half of a warp shuffles; the fault's mask names the other half too.
extern "C" __global__ void shuffle_mask_names_absent_lane(float* y) {
#ifdef FAULT
    unsigned mask = 0xffffffffu;
#else
    unsigned mask = 0x0000ffffu;
#endif
    if (threadIdx.x % 32 < 16) {
        y[threadIdx.x] = __shfl_xor_sync(mask, 1.0f, 1);
    }
}
