package dev.isotherm.engine.torch;

import dev.isotherm.cpu.CpuFeatures;
import dev.isotherm.cpu.Kernels;
import dev.isotherm.cpu.Team;
import java.util.List;
import java.util.Optional;
import org.bytedeco.pytorch.global.torch;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Chooses what computes on the CPU, by what the processor reports: our own kernels where they can run; oneDNN where they cannot,
 * and where it has matrix units (AMX) to use that they know nothing of; plain LibTorch otherwise.
 *
 * @param dtype of activations
 */
record CpuOps(CpuFeatures processor, Dtype dtype, boolean int8, int threads) {

    private static final Logger LOG = LoggerFactory.getLogger(CpuOps.class);

    /**
     * @param asked {@code auto} or one by name
     * @throws BackendException when it cannot run the dtype here
     */
    Ops choose(String asked) {
        return switch (asked) {
            case "kernels" -> kernels().orElseThrow(() -> impossible(asked));
            case "onednn" -> oneDnn().orElseThrow(() -> impossible(asked));
            case "torch" -> torch().orElseThrow(() -> impossible(asked));
            default -> automatic();
        };
    }

    private Ops automatic() {
        Optional<Ops> first = processor.hasMatrixUnits() && dtype == Dtype.BFLOAT16 ? oneDnn() : Optional.empty();
        return first.or(this::kernels).or(this::oneDnn).or(this::torch).orElseThrow(() -> impossible("auto"));
    }

    private Optional<Ops> kernels() {
        return found().flatMap(kernels -> team().map(team -> new KernelOps(kernels, team)));
    }

    /** oneDNN's packed layers are fast where the processor has the products; elsewhere plain LibTorch emulates the dtype. */
    private Optional<Ops> oneDnn() {
        boolean possible = torch.hasMKLDNN() && !int8
                && (dtype == Dtype.FLOAT32 || dtype == Dtype.BFLOAT16 && processor.hasNativeBfloat16());
        return possible ? Optional.of(new OneDnnOps(attention())) : Optional.empty();
    }

    private Optional<Ops> torch() {
        return int8 ? Optional.empty() : Optional.of(new TorchOps());
    }

    private Optional<KernelAttention> attention() {
        return found().flatMap(kernels -> team().map(team -> new KernelAttention(kernels.attention(), team)));
    }

    private Optional<Kernels> found() {
        return loaded().stream()
                .filter(kernels -> kernels.variant().int8() == int8)
                .filter(kernels -> dtype == (kernels.variant().bfloat16() ? Dtype.BFLOAT16 : Dtype.FLOAT32))
                .findFirst();
    }

    private List<Kernels> loaded() {
        try {
            return Kernels.all(processor);
        } catch (LinkageError e) {
            LOG.warn("the kernels for this processor cannot be loaded, what runs instead is slower: {}", e.getMessage());
            return List.of();
        }
    }

    private Optional<Team> team() {
        return TorchNatives.openMp().map(openMp -> Team.openMp(openMp, threads));
    }

    private BackendException impossible(String asked) {
        String why = int8 ? ": it needs Linux and AVX-512 with VNNI" : "";
        return new BackendException("backend '%s' cannot run %s on this processor%s".formatted(asked, int8 ? "int8" : dtype.label(), why));
    }
}
