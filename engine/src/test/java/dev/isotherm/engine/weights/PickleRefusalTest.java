package dev.isotherm.engine.weights;

import static dev.isotherm.engine.weights.PickleFixture.pickle;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Pickles that want more than a state dict does. Each is named for what it asks, before anything is made of it. */
class PickleRefusalTest {

    private static final String NOTHING_OF_THE_KIND = ": a checkpoint of weights needs nothing of the kind; convert it to safetensors";

    @ParameterizedTest
    @CsvSource({
        "os, system", "posix, system", "nt, system", "builtins, eval", "__builtin__, exec", "builtins, getattr", "subprocess, Popen",
        "runpy, _run_code", "torch, load", "torch.storage, _load_from_bytes", "torch._utils, _rebuild_tensor", "collections, Counter",
        "collections.OrderedDict, fromkeys", "torch, FloatStorage.from_file", "functools, partial", "'', ''",
    })
    void anotherGlobal(String module, String name) {
        String refusal = "asks for '" + module + "." + name + "'" + NOTHING_OF_THE_KIND;
        assertRefused(refusal, pickle().global(module, name).text("touch it").code(0x85, 'R'));
        assertRefused(refusal, pickle().text(module).text(name).code(0x93).text("touch it").code(0x85, 'R'));
        assertRefused(refusal, pickle().code('(').text("touch it").global('i', module, name));
        assertRefused(refusal, pickle().code('(').global(module, name).text("touch it").code('o'));
        assertRefused(refusal, pickle().global(module, name).text("touch it").code(0x85, 0x81));
        assertRefused(refusal, pickle().global(module, name).text("touch it").code(0x85, '}', 0x92));
    }

    @Test
    void aGlobalThatIsReachedThroughAnother() {
        assertRefused("asks for 'builtins.getattr'" + NOTHING_OF_THE_KIND, pickle().global("builtins", "getattr")
                .global("builtins", "__import__").text("os").code(0x85, 'R').text("system").code(0x86, 'R').text("touch it").code(0x85, 'R'));
    }

    @Test
    void aGlobalAmongWeights() {
        assertRefused("asks for 'os.system'" + NOTHING_OF_THE_KIND, PickleFixture.dict()
                .tensor("w", "FloatStorage", "0", 1, 0, new long[] {1}, 1)
                .text("v").global("os", "system").text("touch it").code(0x85, 'R', 'u'));
    }

    @Test
    void aGlobalThatIsKeptForLater() {
        assertRefused("asks for 'os.system'" + NOTHING_OF_THE_KIND,
                pickle().text("system").code(0x94).text("os").code(0x94, 'h', 1, 'h', 0, 0x93));
    }

    @Test
    void aLongNameIsCutAndItsControlCharactersAreNotPrinted() {
        assertRefused("asks for 'a?[31m." + "b".repeat(93) + "...'" + NOTHING_OF_THE_KIND,
                pickle().text("a\u001b[31m").text("b".repeat(1000)).code(0x93));
    }

    @ParameterizedTest
    @CsvSource({"i, INST", "o, OBJ", "P, PERSID", "\u0081, NEWOBJ", "\u0092, NEWOBJ_EX", "\u0082, EXT1", "\u0083, EXT2", "\u0084, EXT4"})
    void anotherInstructionWithAGlobalThatIsKnown(char code, String name) {
        PickleFixture known = pickle().code('(').global("collections", "OrderedDict").code(')', code);
        assertRefused("its pickle has the instruction " + name + NOTHING_OF_THE_KIND,
                code == 'i' ? pickle().code('(').global('i', "collections", "OrderedDict") : known);
    }

    @ParameterizedTest
    @ValueSource(ints = {'0', '1', '2', 'I', 'L', 'F', 'S', 'V', 'T', 'U', 'B', 'C', 'd', 'l', 'p', 'g', 0x8b, 0x8d, 0x8e, 0x8f, 0x90, 0x91, 0x96, 0x97, 0, 0xff})
    void instructionsThatNoStateDictHas(int code) {
        assertRefused("its pickle has the instruction 0x%02x".formatted(code) + NOTHING_OF_THE_KIND, pickle().code(code));
    }

    @Test
    void callsOfWhatIsNoFunctionOrWithOtherArguments() {
        String noFunction = "its pickle is broken: it has something else where a function belongs";
        assertRefused(noFunction, pickle().global("torch", "FloatStorage").code(')', 'R'));
        assertRefused(noFunction, pickle().text("os.system").code(')', 'R'));
        assertRefused(noFunction, pickle().orderedDict().code(')', 'R'));
        assertRefused("calls 'collections.OrderedDict' with 1 arguments, which is not known",
                pickle().global("collections", "OrderedDict").code('}', 0x85, 'R'));
        assertRefused("calls 'torch._utils._rebuild_tensor_v2' with 0 arguments, which is not known",
                pickle().global("torch._utils", "_rebuild_tensor_v2").code(')', 'R'));
        assertRefused("its pickle is broken: it has something else where a tensor belongs",
                pickle().global("torch._utils", "_rebuild_parameter").code('N', 'N', 'N', 0x87, 'R'));
    }

    @Test
    void attributes() {
        assertThat(read(pickle().orderedDict().code('}').text("_metadata").orderedDict().code('s', 'b').stop())).isEqualTo(Map.of());
        assertRefused("sets the attribute '__class__'" + NOTHING_OF_THE_KIND,
                pickle().orderedDict().code('}').text("__class__").code('N', 's', 'b'));
        assertRefused("its pickle is broken: it has something else where a dictionary belongs",
                pickle().global("collections", "OrderedDict").code('}', 'b'));
        assertRefused("its pickle is broken: it has something else where a dictionary belongs", pickle().orderedDict().code('N', 'b'));
    }

    @Test
    void storagesThatAreNone() {
        String none = "its pickle is broken: it has something else where the description of a storage belongs";
        assertRefused(none, pickle().tuple(1).code('Q'));
        assertRefused(none, pickle().code('(').text("module").global("torch", "FloatStorage").text("0").text("cpu").number(1).code('t', 'Q'));
        assertRefused(none, pickle().code('(').text("storage").text("FloatStorage").text("0").text("cpu").number(1).code('t', 'Q'));
        assertRefused(none, pickle().code('(').text("storage").global("torch", "FloatStorage").text("0").text("cpu").number(1)
                .tuple(0).code('t', 'Q'));
        assertRefused("its storage 0 claims -1 elements", pickle().storage("FloatStorage", "0", -1));
        assertRefused("its storage 0 claims 8796093022208 elements", pickle().storage("FloatStorage", "0", 1L << 43));
    }

    @Test
    void tensorsThatStandForSomethingElse() {
        assertRefused("has a tensor with properties beyond its shape and strides; convert it to safetensors",
                pickle().global("torch._utils", "_rebuild_tensor_v2").code('(').storage("FloatStorage", "0", 1).number(0).tuple(1).tuple(1)
                        .code(0x89).orderedDict().code('}').text("neg").code(0x88, 's', 't', 'R'));
    }

    @Test
    void aShapeOfManyDimensionsOrWithOtherStrides() {
        String refusal = "its pickle is broken: it has something else where a shape of at most 8 dimensions, with as many strides belongs";
        assertRefused(refusal, PickleFixture.dict().tensor("w", "FloatStorage", "0", 1, 0, new long[9], new long[9]));
        assertRefused(refusal, PickleFixture.dict().tensor("w", "FloatStorage", "0", 1, 0, new long[2], 1));
    }

    @Test
    void numbersBeyondSixtyFourBits() {
        byte[] pickle = pickle().code(0x8a, 9, 1, 2, 3, 4, 5, 6, 7, 8, 9).code('}').text("a").number(-5).code('s', 0x86).stop();
        assertThat(read(pickle)).asString().isEqualTo("[166599134359138271745, {a=-5}]");
        assertRefused("its pickle is broken: it has something else where a number of at most 64 bits belongs",
                pickle().code('(').text("storage").global("torch", "FloatStorage").text("0").text("cpu")
                        .code(0x8a, 9, 1, 2, 3, 4, 5, 6, 7, 8, 9, 't', 'Q'));
    }

    @Test
    void stacksMarksAndKeptValuesThatAreNotThere() {
        String stack = "its pickle is broken: it takes more from its stack than there is";
        assertRefused(stack, pickle());
        assertRefused(stack, pickle().code('N', 0x86));
        assertRefused(stack, pickle().code('N', '(', 0x85));
        assertRefused(stack, pickle().code('(', 'q', 0));
        assertRefused("its pickle is broken: it goes back to a mark that is not there", pickle().code('N', 't'));
        assertRefused("its pickle is broken: it uses a value that it did not keep", pickle().code('h', 7));
        assertRefused("its pickle is broken: it uses a value that it did not keep", pickle().code('j', 255, 255, 255, 255));
    }

    @Test
    void containersOfSomethingElse() {
        assertRefused("its pickle is broken: a key has no value", pickle().code('}', '(').text("a").code('u'));
        assertRefused("its pickle is broken: it has something else where a string belongs", pickle().code('}').number(1).code('N', 's'));
        assertRefused("its pickle is broken: it has something else where a list or tuple belongs", pickle().code('}', 'N', 'a'));
    }

    @Test
    void anotherProtocol() {
        assertRefused("its pickle has protocol 6, at most 5 is known", pickle().code(0x80, 6));
    }

    @Test
    void aPickleThatEndsEarlyWhereverItIsCut() {
        byte[] whole = PickleFixture.dict().tensor("w", "FloatStorage", "0", 1, 0, new long[] {1}, 1).endDict();
        for (int length = 0; length < whole.length; length++) {
            byte[] cut = Arrays.copyOf(whole, length);
            assertThatThrownBy(() -> read(cut)).isInstanceOf(WeightsException.class)
                    .hasMessage("its pickle ends early, or has more bytes than are read");
        }
    }

    @Test
    void stringsLongerThanThePickle() {
        assertRefused("its pickle ends early, or has more bytes than are read", pickle().code('X', 255, 255, 255, 127));
        assertRefused("its pickle ends early, or has more bytes than are read", pickle().code('X', 255, 255, 255, 255));
    }

    @ParameterizedTest
    @ValueSource(ints = {'}', ']', '(', 'N'})
    void moreInstructionsThanAnyStateDictHas(int code) {
        byte[] pickle = new byte[2_000_000];
        Arrays.fill(pickle, (byte) code);
        assertThatThrownBy(() -> read(pickle)).isInstanceOf(WeightsException.class)
                .hasMessage("its pickle has more than 1000000 instructions");
    }

    @Test
    void valuesThatHoldThemselvesOrLieDeepAreNoHarm() {
        assertThat(read(pickle().code(']', 'q', 0, 'h', 0, 'a').stop())).isInstanceOf(List.class);
        ByteArrayOutputStream deep = new ByteArrayOutputStream();
        deep.write(')');
        deep.writeBytes(repeated((byte) 0x85, 500_000));
        deep.write('.');
        assertThat(read(deep.toByteArray())).isInstanceOf(List.class);
    }

    private static byte[] repeated(byte code, int times) {
        byte[] codes = new byte[times];
        Arrays.fill(codes, code);
        return codes;
    }

    private static Object read(byte... pickle) {
        return new PickleReader(ByteBuffer.wrap(pickle).order(ByteOrder.LITTLE_ENDIAN), new TorchObjects()).read();
    }

    private static void assertRefused(String message, PickleFixture pickle) {
        assertThatThrownBy(() -> read(pickle.stop())).isInstanceOf(WeightsException.class).hasMessage(message);
    }
}
