package dev.isotherm.engine.weights;

import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * A tensor whose elements do not lie in the order of its shape, such as a transposed one. Of every piece that is asked for the
 * elements are read in the order in which they lie, neighbours together.
 *
 * @param begin first byte of the tensor's storage in the file
 */
record StridedData(WeightsFile file, String name, TorchTensor tensor, long begin) implements TensorData {

    private static final int PIECE_BITS = Long.SIZE - 1 - TorchStorage.ELEMENT_BITS;
    private static final int PIECE = 1 << PIECE_BITS;
    private static final int WINDOW = 64 << 10;

    @Override
    public long size() {
        return tensor.bytes();
    }

    @Override
    public void read(long position, ByteBuffer target) {
        int width = width();
        for (long element = position / width; target.hasRemaining();) {
            int count = Math.min(PIECE, target.remaining() / width);
            gather(element, count, target.slice(target.position(), count * width));
            target.position(target.position() + count * width);
            element += count;
        }
    }

    /** Each number that is sorted is a place in the storage, and behind it the place in the piece. */
    private void gather(long element, int count, ByteBuffer piece) {
        long[] places = new long[count];
        for (int i = 0; i < count; i++) {
            places[i] = place(element + i) << PIECE_BITS | i;
        }
        Arrays.sort(places);
        for (int i = 0; i < count;) {
            i = copyNeighbours(places, i, piece);
        }
    }

    private int copyNeighbours(long[] places, int from, ByteBuffer piece) {
        int width = width();
        long first = places[from] >> PIECE_BITS;
        int to = from + 1;
        while (to < places.length && (places[to] >> PIECE_BITS) - first < WINDOW / width) {
            to++;
        }
        ByteBuffer window = ByteBuffer.allocate((int) ((places[to - 1] >> PIECE_BITS) - first + 1) * width);
        file.fill(name, begin + first * width, window);
        for (int i = from; i < to; i++) {
            int source = (int) ((places[i] >> PIECE_BITS) - first);
            piece.put((int) (places[i] & PIECE - 1) * width, window.array(), source * width, width);
        }
        return to;
    }

    private long place(long element) {
        long place = tensor.offset();
        long rest = element;
        for (int i = tensor.shape().length - 1; i >= 0; i--) {
            place += rest % tensor.shape()[i] * tensor.strides()[i];
            rest /= tensor.shape()[i];
        }
        return place;
    }

    private int width() {
        return tensor.storage().type().bytes();
    }
}
