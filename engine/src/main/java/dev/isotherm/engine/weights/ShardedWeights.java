package dev.isotherm.engine.weights;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Several weight files that together make one model; no tensor may be in two of them. */
public final class ShardedWeights implements Weights {

    private final List<Weights> shards;
    private final Map<String, Weights> homes = new LinkedHashMap<>();

    /** Takes the shards over: closing this closes them. */
    public ShardedWeights(List<? extends Weights> shards) {
        this.shards = List.copyOf(shards);
        for (Weights shard : shards) {
            for (String name : shard.names()) {
                if (homes.put(name, shard) != null) {
                    throw new WeightsException("tensor %s is in more than one shard".formatted(name));
                }
            }
        }
    }

    @Override
    public Set<String> names() {
        return homes.keySet();
    }

    @Override
    public StoredTensor tensor(String name) {
        Weights home = homes.get(name);
        if (home == null) {
            throw new WeightsException("no shard has tensor " + name);
        }
        return home.tensor(name);
    }

    @Override
    public void close() {
        shards.forEach(Weights::close);
    }
}
