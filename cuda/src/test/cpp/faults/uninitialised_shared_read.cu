// The fault reads in the second block what only the first has written.
extern "C" __global__ void uninitialised_shared_read(float* y) {
    SHARED_ARRAY(float, values, 64);
#ifdef FAULT
    if (blockIdx.x == 0)
#endif
        values[threadIdx.x] = 1;
    y[threadIdx.x] = values[threadIdx.x];
}
