// The fault's halves of the block wait at different barriers, for each other.
extern "C" __global__ void barrier_sites(float* y) {
    y[threadIdx.x] = 1;
#ifdef FAULT
    if (threadIdx.x >= 32) {
        __syncthreads();
        return;
    }
#endif
    __syncthreads();
}
