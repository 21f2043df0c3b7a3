package dev.isotherm.cuda;

import static org.bytedeco.cuda.global.cudart.CUDA_ERROR_NO_DEVICE;
import static org.bytedeco.cuda.global.cudart.CUDA_ERROR_OUT_OF_MEMORY;
import static org.bytedeco.cuda.global.cudart.CUDA_SUCCESS;
import static org.bytedeco.cuda.global.cudart.CU_DEVICE_ATTRIBUTE_COMPUTE_CAPABILITY_MAJOR;
import static org.bytedeco.cuda.global.cudart.CU_DEVICE_ATTRIBUTE_COMPUTE_CAPABILITY_MINOR;
import static org.bytedeco.cuda.global.cudart.cuDeviceGetAttribute;
import static org.bytedeco.cuda.global.cudart.cuDeviceGetCount;
import static org.bytedeco.cuda.global.cudart.cuDeviceGetName;
import static org.bytedeco.cuda.global.cudart.cuDeviceTotalMem;
import static org.bytedeco.cuda.global.cudart.cuDriverGetVersion;
import static org.bytedeco.cuda.global.cudart.cuGetErrorString;
import static org.bytedeco.cuda.global.cudart.cuInit;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.PointerPointer;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.javacpp.SizeTPointer;

/**
 * NVIDIA's driver, loaded and initialized.
 *
 * @param version the newest CUDA that it supports, such as 13010 for 13.1
 * @param devices all that it shows to this process, by index; at least one
 */
public record CudaDriver(int version, List<CudaDevice> devices) {

    private static final int OLDEST = 13000;
    private static final int NAME_BYTES = 256;

    public CudaDriver {
        devices = List.copyOf(devices);
    }

    /**
     * @throws CudaException when the driver, a library or every device is missing, or the driver is too old; one sentence says which,
     *     and what to do
     */
    public static CudaDriver load() {
        Natives.requireDriver();
        int[] version = new int[1];
        check(cuDriverGetVersion(version), "ask the driver for its version");
        requireVersion(version[0]);
        int initialized = cuInit(0);
        if (initialized == CUDA_ERROR_NO_DEVICE) {
            throw new CudaException(
                    "The NVIDIA driver shows no device to this process: check nvidia-smi and CUDA_VISIBLE_DEVICES, or use --device cpu.");
        }
        check(initialized, "initialize the driver");
        return new CudaDriver(version[0], allDevices());
    }

    static void requireVersion(int version) {
        if (version < OLDEST) {
            throw new CudaException("The NVIDIA driver is too old: it supports CUDA " + name(version)
                    + " and 13.0 is needed; install driver 580 or newer.");
        }
    }

    /** The version as people write it, such as {@code 13.1}. */
    public String versionName() {
        return name(version);
    }

    private static String name(int version) {
        return version / 1000 + "." + version % 1000 / 10;
    }

    /**
     * @throws CudaException when there is no device of that index; it says which there are
     */
    public CudaDevice device(int index) {
        if (index < 0 || index >= devices.size()) {
            throw new CudaException("There is no device cuda:" + index + ": the driver shows " + devices.size()
                    + (devices.size() == 1 ? " device, cuda:0." : " devices, cuda:0 to cuda:" + (devices.size() - 1) + "."));
        }
        return devices.get(index);
    }

    private static List<CudaDevice> allDevices() {
        int[] count = new int[1];
        check(cuDeviceGetCount(count), "count the devices");
        List<CudaDevice> devices = new ArrayList<>();
        for (int index = 0; index < count[0]; index++) {
            devices.add(describe(index));
        }
        return devices;
    }

    /** A device's handle is its index. */
    private static CudaDevice describe(int index) {
        try (PointerScope scope = new PointerScope()) {
            byte[] name = new byte[NAME_BYTES];
            SizeTPointer memory = new SizeTPointer(1);
            check(cuDeviceGetName(name, NAME_BYTES, index), "name device " + index);
            check(cuDeviceTotalMem(memory, index), "ask device " + index + " for its memory");
            int major = attribute(index, CU_DEVICE_ATTRIBUTE_COMPUTE_CAPABILITY_MAJOR);
            int minor = attribute(index, CU_DEVICE_ATTRIBUTE_COMPUTE_CAPABILITY_MINOR);
            return new CudaDevice(index, text(name), major, minor, memory.get());
        }
    }

    private static int attribute(int index, int attribute) {
        int[] value = new int[1];
        check(cuDeviceGetAttribute(value, attribute, index), "ask device " + index + " for its compute capability");
        return value[0];
    }

    private static String text(byte[] zeroTerminated) {
        String all = new String(zeroTerminated, StandardCharsets.UTF_8);
        return all.substring(0, all.indexOf('\0'));
    }

    /**
     * @param what the driver was to do, as in "cannot …"
     * @throws CudaException unless the result is success
     */
    static void check(int result, String what) {
        if (result == CUDA_ERROR_OUT_OF_MEMORY) {
            throw new CudaException("Cannot " + what + ": the device is out of memory; free some of it, or use a smaller model or batch.");
        }
        if (result != CUDA_SUCCESS) {
            throw new CudaException("Cannot " + what + ": " + reason(result) + " (CUDA error " + result + ").");
        }
    }

    private static String reason(int result) {
        try (PointerScope scope = new PointerScope()) {
            PointerPointer<BytePointer> text = new PointerPointer<>(1);
            text.put(0, (BytePointer) null);
            cuGetErrorString(result, text);
            BytePointer reason = text.get(BytePointer.class, 0);
            return reason == null ? "the driver gives no reason" : reason.getString();
        }
    }
}
