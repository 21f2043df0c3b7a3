// As shared_race within a warp; the fault takes a shuffle for something that orders memory.
extern "C" __global__ void warp_race(float* y) {
    SHARED_ARRAY(float, values, 64);
    values[threadIdx.x] = 0;
    __syncthreads();
    values[threadIdx.x] = threadIdx.x;
#ifdef FAULT
    y[threadIdx.x] = __shfl_xor_sync(0xffffffffu, 1.0f, 1);
#else
    __syncwarp();
#endif
    y[threadIdx.x] = values[threadIdx.x ^ 1];
}
