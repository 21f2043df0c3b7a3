package dev.isotherm.engine.torch;

/** What a model adds to an attention logit for how far a key lies from the query. */
public interface DistanceBias {

    /**
     * @param distance the key's position less the query's
     */
    float at(int head, int distance);
}
