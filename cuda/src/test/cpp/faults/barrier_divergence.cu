// The fault's second half of the block returns without having been at the barrier.
extern "C" __global__ void barrier_divergence(float* y) {
    y[threadIdx.x] = 1;
#ifdef FAULT
    if (threadIdx.x >= 32) {
        return;
    }
#endif
    __syncthreads();
}
