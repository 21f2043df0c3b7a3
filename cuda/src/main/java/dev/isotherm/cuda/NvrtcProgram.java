package dev.isotherm.cuda;

import static org.bytedeco.cuda.global.nvrtc.NVRTC_SUCCESS;
import static org.bytedeco.cuda.global.nvrtc.nvrtcCompileProgram;
import static org.bytedeco.cuda.global.nvrtc.nvrtcCreateProgram;
import static org.bytedeco.cuda.global.nvrtc.nvrtcDestroyProgram;
import static org.bytedeco.cuda.global.nvrtc.nvrtcGetCUBIN;
import static org.bytedeco.cuda.global.nvrtc.nvrtcGetCUBINSize;
import static org.bytedeco.cuda.global.nvrtc.nvrtcGetErrorString;
import static org.bytedeco.cuda.global.nvrtc.nvrtcGetProgramLog;
import static org.bytedeco.cuda.global.nvrtc.nvrtcGetProgramLogSize;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.bytedeco.cuda.nvrtc._nvrtcProgram;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.PointerPointer;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.javacpp.SizeTPointer;

/** One compilation by NVRTC. All that it allocates goes with it. */
final class NvrtcProgram implements AutoCloseable {

    private final PointerScope scope = new PointerScope();
    private final _nvrtcProgram program = new _nvrtcProgram();
    private final String name;

    NvrtcProgram(KernelSource source) {
        this.name = source.name() + ".cu";
        int created = nvrtcCreateProgram(
                program, text(source.text()), text(name), source.headers().size(),
                texts(List.copyOf(source.headers().values())), texts(List.copyOf(source.headers().keySet())));
        if (created != NVRTC_SUCCESS) {
            scope.close();
            throw new CudaException("NVRTC does not take " + name + ": " + reason(created) + ".");
        }
    }

    /**
     * The machine code for the architecture that the options name.
     *
     * @throws CudaException with NVRTC's log, whose lines are those of the source, when it does not compile
     */
    byte[] cubin(List<String> options) {
        int compiled = nvrtcCompileProgram(program, options.size(), texts(options));
        if (compiled != NVRTC_SUCCESS) {
            throw new CudaException("NVRTC does not compile " + name + " with " + String.join(" ", options) + ": " + reason(compiled)
                    + "; its log: " + log());
        }
        SizeTPointer size = new SizeTPointer(1);
        check(nvrtcGetCUBINSize(program, size));
        byte[] cubin = new byte[Math.toIntExact(size.get())];
        check(nvrtcGetCUBIN(program, cubin));
        return cubin;
    }

    private String log() {
        SizeTPointer size = new SizeTPointer(1);
        check(nvrtcGetProgramLogSize(program, size));
        byte[] log = new byte[Math.toIntExact(size.get())];
        check(nvrtcGetProgramLog(program, log));
        return new String(log, StandardCharsets.UTF_8).replace("\0", "").strip();
    }

    private void check(int result) {
        if (result != NVRTC_SUCCESS) {
            throw new CudaException("NVRTC compiled " + name + " and does not give the result: " + reason(result) + ".");
        }
    }

    private static String reason(int result) {
        return nvrtcGetErrorString(result).getString();
    }

    private static BytePointer text(String text) {
        return new BytePointer(text, StandardCharsets.UTF_8);
    }

    private static PointerPointer<BytePointer> texts(List<String> texts) {
        PointerPointer<BytePointer> pointers = new PointerPointer<>(texts.size());
        for (int i = 0; i < texts.size(); i++) {
            pointers.put(i, text(texts.get(i)));
        }
        return pointers;
    }

    @Override
    public void close() {
        nvrtcDestroyProgram(program);
        scope.close();
    }
}
