package dev.isotherm.engine.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.isotherm.engine.hub.ModelException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What configurations say, and what they had better say. */
class CausalDecoderTest {

    private static final String SIZES = "\"hidden_size\": 36, \"num_hidden_layers\": 2, \"num_attention_heads\": 4, \"num_key_value_heads\": 2, "
            + "\"head_dim\": 10, \"intermediate_size\": 50, \"vocab_size\": 100, \"max_position_embeddings\": 128";

    @ParameterizedTest
    @CsvSource(delimiter = ';', quoteCharacter = '#', value = {
        "\"x\": 0; true",
        "\"is_causal\": false; false",
        "\"use_bidirectional_attention\": true; false",
        "\"auto_map\": {\"AutoModel\": \"m.M\"}, \"is_causal\": true; true",
        "\"auto_map\": {\"AutoModelForCausalLM\": \"m.M\"}; true"
    })
    void attentionIsCausalUnlessItSaysOtherwise(String field, boolean causal) {
        assertThat(((CausalDecoder) read(field)).causal()).isEqualTo(causal);
    }

    @Test
    void codeOfItsOwnMustSayWhichItIs() {
        assertThatThrownBy(() -> read("\"auto_map\": {\"AutoModel\": \"modeling_qwen.Qwen2Model\"}")).isInstanceOf(ModelException.class)
                .hasMessage("config.json: auto_map names code of the model's own, modeling_qwen.Qwen2Model, and nothing says whether its attention is "
                        + "causal; put is_causal there, true or false");
    }

    @ParameterizedTest
    @CsvSource(delimiter = ';', quoteCharacter = '#', value = {
        "\"rope_scaling\": {\"rope_type\": \"yarn\", \"factor\": 4.0}; rope_scaling is of type 'yarn', supported are default, linear, llama3, ntk",
        "\"head_dim\": 9; num_attention_heads 4, num_key_value_heads 2 and a head_dim of 9 do not fit together",
        "\"num_key_value_heads\": 3; num_attention_heads 4, num_key_value_heads 3 and a head_dim of 10 do not fit together",
        "\"hidden_act\": \"mish\"; hidden_act is 'mish'",
        "\"rms_norm_eps\": -1; rms_norm_eps is -1, allowed is a number above 0"
    })
    void whatItCannotRunIsRefused(String field, String message) {
        assertThatThrownBy(() -> read(field)).isInstanceOf(ModelException.class).hasMessageContaining(message);
    }

    private static Architecture read(String field) {
        try {
            return CausalDecoder.qwen2(new JsonMapper().readTree("{" + SIZES + ", " + field + "}"));
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(e);
        }
    }
}
