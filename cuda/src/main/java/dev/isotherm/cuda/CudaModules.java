package dev.isotherm.cuda;

import static org.bytedeco.cuda.global.cudart.cuCtxSetCurrent;
import static org.bytedeco.cuda.global.cudart.cuDevicePrimaryCtxRelease;
import static org.bytedeco.cuda.global.cudart.cuDevicePrimaryCtxRetain;
import static org.bytedeco.cuda.global.cudart.cuLaunchKernel;
import static org.bytedeco.cuda.global.cudart.cuModuleGetFunction;
import static org.bytedeco.cuda.global.cudart.cuModuleLoadData;
import static org.bytedeco.cuda.global.cudart.cuModuleUnload;

import java.util.ArrayList;
import java.util.List;
import org.bytedeco.cuda.cudart.CUctx_st;
import org.bytedeco.cuda.cudart.CUfunc_st;
import org.bytedeco.cuda.cudart.CUmod_st;
import org.bytedeco.cuda.cudart.CUstream_st;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.PointerPointer;
import org.bytedeco.javacpp.PointerScope;

/**
 * Machine code loaded into a device's primary context, the one that LibTorch uses too, so that streams and memory are common. The
 * context is made current on every thread that loads, launches or closes; nothing else is left behind on it.
 */
final class CudaModules implements AutoCloseable {

    private static final int ARGUMENT_BYTES = 8;

    private final int device;
    private final CUctx_st context = new CUctx_st();
    private final List<CUmod_st> modules = new ArrayList<>();

    CudaModules(CudaDevice device) {
        this.device = device.index();
        CudaDriver.check(cuDevicePrimaryCtxRetain(context, this.device), "open device " + this.device);
    }

    /**
     * @throws CudaException when the driver does not take the code, out of memory included
     */
    KernelFunction load(String name, byte[] cubin) {
        makeCurrent();
        CUmod_st module = new CUmod_st();
        try (BytePointer image = new BytePointer(cubin)) {
            CudaDriver.check(cuModuleLoadData(module, image), "load kernel " + name);
        }
        modules.add(module);
        CUfunc_st function = new CUfunc_st();
        CudaDriver.check(cuModuleGetFunction(function, module, name), "find kernel " + name);
        return (stream, grid, arguments) -> launch(name, function, stream, grid, arguments);
    }

    private void launch(String name, CUfunc_st function, long stream, Grid grid, Object... arguments) {
        if (grid.empty()) {
            return;
        }
        makeCurrent();
        try (PointerScope scope = new PointerScope()) {
            int result = cuLaunchKernel(
                    function, grid.x(), grid.y(), 1, grid.threads(), 1, 1, 0, new CUstream_st(new Address(stream)),
                    pointers(arguments), new PointerPointer<>((BytePointer) null));
            CudaDriver.check(result, "start kernel " + name);
        }
    }

    /** Where each argument's value lies; in memory of the scope, which the driver copies before it returns. */
    private static PointerPointer<Address> pointers(Object... arguments) {
        BytePointer values = new BytePointer((long) ARGUMENT_BYTES * arguments.length);
        PointerPointer<Address> pointers = new PointerPointer<>(arguments.length);
        for (int i = 0; i < arguments.length; i++) {
            long offset = (long) ARGUMENT_BYTES * i;
            put(values, offset, arguments[i]);
            pointers.put(i, new Address(values.address() + offset));
        }
        return pointers;
    }

    private static void put(BytePointer values, long offset, Object argument) {
        if (argument instanceof Long address) {
            values.putLong(offset, address);
        } else if (argument instanceof Integer number) {
            values.putInt(offset, number);
        } else if (argument instanceof Float number) {
            values.putFloat(offset, number);
        } else {
            throw new IllegalArgumentException("no kernel takes " + argument);
        }
    }

    private void makeCurrent() {
        CudaDriver.check(cuCtxSetCurrent(context), "use device " + device);
    }

    /** Kernels that still run are waited for by the driver. */
    @Override
    public void close() {
        makeCurrent();
        modules.forEach(module -> CudaDriver.check(cuModuleUnload(module), "unload a kernel"));
        modules.clear();
        CudaDriver.check(cuDevicePrimaryCtxRelease(device), "close device " + device);
    }
}
