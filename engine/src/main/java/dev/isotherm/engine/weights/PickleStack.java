package dev.isotherm.engine.weights;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What a pickle works on: a stack with marks in it, and values that are kept to be used again. */
final class PickleStack {

    private final List<Object> values = new ArrayList<>();
    private final Deque<Integer> marks = new ArrayDeque<>();
    private final Map<Integer, Object> memo = new HashMap<>();

    void push(Object value) {
        values.add(value);
    }

    Object top() {
        requireAboveMark(1);
        return values.get(values.size() - 1);
    }

    Object pop() {
        requireAboveMark(1);
        return values.remove(values.size() - 1);
    }

    /** The topmost values, in the order in which they came. */
    List<Object> pop(int count) {
        requireAboveMark(count);
        return take(values.size() - count);
    }

    void mark() {
        marks.push(values.size());
    }

    /** All values above the last mark, which goes too, in the order in which they came. */
    List<Object> popToMark() {
        if (marks.isEmpty()) {
            throw new WeightsException("its pickle is broken: it goes back to a mark that is not there");
        }
        return take(marks.pop());
    }

    void keep(int index) {
        memo.put(index, top());
    }

    void keepNext() {
        keep(memo.size());
    }

    Object kept(int index) {
        Object value = memo.get(index);
        if (value == null) {
            throw new WeightsException("its pickle is broken: it uses a value that it did not keep");
        }
        return value;
    }

    private List<Object> take(int from) {
        List<Object> above = values.subList(from, values.size());
        List<Object> taken = new ArrayList<>(above);
        above.clear();
        return taken;
    }

    private void requireAboveMark(int count) {
        int floor = marks.isEmpty() ? 0 : marks.peek();
        if (values.size() - floor < count) {
            throw new WeightsException("its pickle is broken: it takes more from its stack than there is");
        }
    }
}
