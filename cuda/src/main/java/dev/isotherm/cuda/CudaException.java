package dev.isotherm.cuda;

/** What keeps CUDA from being used, in one sentence: the cause, and the remedy where there is one. */
public sealed class CudaException extends RuntimeException permits NoCompilerException {

    private static final long serialVersionUID = 1L;

    public CudaException(String message) {
        super(message);
    }

    public CudaException(String message, Throwable cause) {
        super(message, cause);
    }
}
