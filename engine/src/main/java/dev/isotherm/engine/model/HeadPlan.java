package dev.isotherm.engine.model;

import dev.isotherm.engine.hub.ModelDescription;
import dev.isotherm.engine.hub.ModelException;
import dev.isotherm.engine.hub.VectorModule;
import dev.isotherm.engine.pooling.PoolingModes;
import dev.isotherm.engine.pooling.SparsePooling;
import java.util.List;

/** Which head a model has: its parameters, and how it is put together of them. */
interface HeadPlan {

    List<Parameter> parameters();

    Head build(ModelWeights weights);

    /** D of the vectors it yields; H where it yields none. */
    int dimensions();

    /**
     * @throws ModelException when the model asks for a head that does not fit it
     */
    static HeadPlan of(ModelDescription model, Architecture architecture) {
        return model.isClassifier()
                ? new Classifier(architecture, model.labels().size())
                : model.isSparse() ? Sparse.of(model, architecture) : Embedding.of(model, architecture.size().hidden());
    }

    /** Logits of each label. */
    record Classifier(Architecture architecture, int labels) implements HeadPlan {

        @Override
        public List<Parameter> parameters() {
            return architecture.classifierParameters(labels);
        }

        @Override
        public Head build(ModelWeights weights) {
            return architecture.classifier(weights);
        }

        @Override
        public int dimensions() {
            return architecture.size().hidden();
        }
    }

    /** A number for each word of the vocabulary. */
    record Sparse(VocabularyHead head, SparsePooling pooling, ModelSize size) implements HeadPlan {

        static Sparse of(ModelDescription model, Architecture architecture) {
            VocabularyHead head = architecture.vocabularyHead().orElseThrow(() -> new ModelException(
                    "model %s: sparse vectors (splade) of model_type %s are not supported".formatted(model.id(), model.modelType())));
            if (!model.config().path("tie_word_embeddings").asBoolean(true)) {
                throw new ModelException("model %s: config.json has tie_word_embeddings false, sparse vectors need the table of words for both".formatted(model.id()));
            }
            return new Sparse(head, model.sparse(), architecture.size());
        }

        @Override
        public List<Parameter> parameters() {
            return head.parameters(size);
        }

        @Override
        public Head build(ModelWeights weights) {
            return SparseHead.of(head, pooling, weights);
        }

        @Override
        public int dimensions() {
            return size.vocabulary();
        }
    }

    /** Pooling, then layers over the pooled vector. */
    record Embedding(PoolingModes pooling, List<VectorModule> modules, int hidden) implements HeadPlan {

        static Embedding of(ModelDescription model, int hidden) {
            int width = hidden * model.pooling().modes().size();
            for (VectorModule module : model.modules()) {
                if (module.in() != width) {
                    throw new ModelException("model %s: %s/config.json takes vectors of %d, what comes before it has %d"
                            .formatted(model.id(), module.path(), module.in(), width));
                }
                width = module.out();
            }
            return new Embedding(model.pooling(), model.modules(), hidden);
        }

        @Override
        public List<Parameter> parameters() {
            return modules.stream().flatMap(module -> VectorLayer.parameters(module).stream()).toList();
        }

        @Override
        public Head build(ModelWeights weights) {
            return new EmbeddingHead(new SpanPooling(pooling), modules.stream().map(module -> VectorLayer.of(module, weights)).toList());
        }

        @Override
        public int dimensions() {
            return modules.isEmpty() ? hidden * pooling.modes().size() : modules.get(modules.size() - 1).out();
        }
    }
}
