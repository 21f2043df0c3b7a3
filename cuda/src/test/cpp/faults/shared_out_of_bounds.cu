// The fault's last thread writes behind the array, where another one may lie and no sanitizer looks.
extern "C" __global__ void shared_out_of_bounds(float* y) {
    SHARED_ARRAY(float, values, 64);
#ifdef FAULT
    unsigned place = threadIdx.x + 1;
#else
    unsigned place = threadIdx.x;
#endif
    values[place] = 1;
    y[threadIdx.x] = values[place];
}
