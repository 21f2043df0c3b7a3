package dev.isotherm.cuda;

/** NVRTC is missing or does not know the device: kernels cannot be had, while all else of CUDA can be used. */
public final class NoCompilerException extends CudaException {

    private static final long serialVersionUID = 1L;

    public NoCompilerException(String message) {
        super(message);
    }

    public NoCompilerException(String message, Throwable cause) {
        super(message, cause);
    }
}
