// 16 bytes at once; the fault's address is no multiple of 16.
extern "C" __global__ void misaligned_vector(float* y) {
    if (threadIdx.x == 0) {
#ifdef FAULT
        *reinterpret_cast<uint4*>(y + 1) = uint4{1, 2, 3, 4};
#else
        *reinterpret_cast<uint4*>(y + 4) = uint4{1, 2, 3, 4};
#endif
    }
}
