// One row of 32 results for each built-in of a warp, from values that tell the lanes apart.
extern "C" __global__ void lanes(int* y, int* sum, int* greatest) {
    int lane = threadIdx.x % 32;
    int value = 100 + lane;
    unsigned all = 0xffffffffu;
    int row = 0;
    y[32 * row++ + lane] = __shfl_xor_sync(all, value, 5);
    y[32 * row++ + lane] = __shfl_xor_sync(all, value, 12, 8);
    y[32 * row++ + lane] = __shfl_down_sync(all, value, 3);
    y[32 * row++ + lane] = __shfl_down_sync(all, value, 3, 8);
    y[32 * row++ + lane] = __shfl_up_sync(all, value, 3);
    y[32 * row++ + lane] = __shfl_up_sync(all, value, 3, 8);
    y[32 * row++ + lane] = __shfl_sync(all, value, 7);
    y[32 * row++ + lane] = __shfl_sync(all, value, 10, 8);
    y[32 * row++ + lane] = (int) __ballot_sync(all, lane % 3 == 0);
    y[32 * row++ + lane] = __any_sync(all, lane == 9);
    y[32 * row++ + lane] = __any_sync(all, 0);
    y[32 * row++ + lane] = __all_sync(all, lane < 32);
    y[32 * row++ + lane] = __all_sync(all, lane != 9);
    if (lane < 8) {
        y[32 * row + lane] = (int) __ballot_sync(0x000000ffu, lane != 2);
    } else {
        y[32 * row + lane] = (int) __ballot_sync(0xffffff00u, lane != 10);
    }
    atomicAdd(sum, lane);
    atomicMax(greatest, value);
}
