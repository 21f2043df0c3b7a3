// Each thread reads what its neighbour has written; the fault does not wait for the neighbour.
extern "C" __global__ void shared_race(float* y) {
    SHARED_ARRAY(float, values, 64);
    values[threadIdx.x] = 0;
    __syncthreads();
    values[threadIdx.x] = threadIdx.x;
#ifndef FAULT
    __syncthreads();
#endif
    y[threadIdx.x] = values[(threadIdx.x + 1) % 64];
}
