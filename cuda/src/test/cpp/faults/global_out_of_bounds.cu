// Each thread its element; the fault writes one element further than there are.
extern "C" __global__ void global_out_of_bounds(float* y) {
#ifdef FAULT
    y[threadIdx.x + 1] = 1;
#else
    y[threadIdx.x] = 1;
#endif
}
