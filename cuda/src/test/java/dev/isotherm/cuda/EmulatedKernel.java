package dev.isotherm.cuda;

import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A kernel on the CPU, in a process that a fault ends: launching then throws what the emulator or the sanitizer has said. */
final class EmulatedKernel implements KernelFunction, AutoCloseable {

    private final DeviceMemory memory;
    private final Process process;
    private final Path errors;

    private EmulatedKernel(Path program, DeviceMemory memory) {
        this.memory = memory;
        try {
            errors = Files.createTempFile("emulator", ".log");
            ProcessBuilder builder = new ProcessBuilder(program.toAbsolutePath().toString()).redirectError(errors.toFile());
            // Leaks are those of the process that is ended; looking for them needs rights that containers lack.
            builder.environment().put("ASAN_OPTIONS", "detect_leaks=0");
            builder.environment().put("TSAN_OPTIONS", "halt_on_error=1");
            process = builder.start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The kernel that the class launches. */
    static EmulatedKernel of(Class<?> kernel, Variant variant) {
        String name = kernel.getSimpleName();
        return new EmulatedKernel(Gpp.program(name, name + ".cu", variant, List.of()), new DeviceMemory());
    }

    DeviceMemory memory() {
        return memory;
    }

    /** A kernel of {@code src/test/cpp}. */
    static EmulatedKernel of(String file, Variant variant, DeviceMemory memory, String... options) {
        String name = file.substring(file.lastIndexOf('/') + 1, file.lastIndexOf('.'));
        return new EmulatedKernel(Gpp.program(name, file, variant, List.of(options)), memory);
    }

    @Override
    public void launch(long stream, Grid grid, Object... arguments) {
        if (grid.empty()) {
            return;
        }
        try {
            send(grid, arguments);
            DataInputStream in = new DataInputStream(process.getInputStream());
            for (byte[] buffer : memory.buffers()) {
                in.readFully(buffer);
            }
        } catch (EOFException e) {
            throw new AssertionError(said(), e);
        } catch (IOException e) {
            throw new AssertionError(e + "\n" + said(), e);
        }
    }

    private void send(Grid grid, Object... arguments) throws IOException {
        List<byte[]> buffers = memory.buffers();
        int bytes = buffers.stream().mapToInt(buffer -> 4 + buffer.length).sum() + 20 + 16 * arguments.length;
        ByteBuffer message = ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
        message.putInt(grid.x()).putInt(grid.y()).putInt(grid.threads()).putInt(buffers.size());
        buffers.forEach(buffer -> message.putInt(buffer.length).put(buffer));
        message.putInt(arguments.length);
        for (Object argument : arguments) {
            put(message, argument);
        }
        OutputStream out = process.getOutputStream();
        out.write(message.array());
        out.flush();
    }

    private static void put(ByteBuffer message, Object argument) {
        if (argument instanceof Long address) {
            message.putInt(0).putInt(DeviceMemory.buffer(address)).putLong(DeviceMemory.offset(address));
        } else if (argument instanceof Integer number) {
            message.putInt(1).putInt(-1).putLong(Integer.toUnsignedLong(number));
        } else {
            message.putInt(2).putInt(-1).putLong(Integer.toUnsignedLong(Float.floatToRawIntBits((Float) argument)));
        }
    }

    private String said() {
        try {
            process.waitFor(10, TimeUnit.SECONDS);
            return Files.readString(errors, StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    @Override
    public void close() {
        process.destroyForcibly();
        try {
            process.waitFor();
            Files.delete(errors);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
