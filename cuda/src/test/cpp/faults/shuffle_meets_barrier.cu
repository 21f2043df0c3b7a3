// The fault's lane 0 waits at the barrier, the others for lane 0.
extern "C" __global__ void shuffle_meets_barrier(float* y) {
    float x = 1;
#ifdef FAULT
    if (threadIdx.x % 32 != 0)
#endif
        x = __shfl_down_sync(0xffffffffu, x, 1);
    __syncthreads();
    y[threadIdx.x] = x;
}
