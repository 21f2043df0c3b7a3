package dev.isotherm.cuda;

/**
 * Blocks and threads of a launch.
 *
 * @param x blocks in the first dimension; 0 when there is nothing to do
 * @param y blocks in the second dimension, at least 1
 * @param threads of a block: whole warps, at most 256 as in {@code elements.cuh}
 */
record Grid(int x, int y, int threads) {

    private static final int WARP = 32;
    private static final int MAX_THREADS = 256;

    Grid {
        if (x < 0 || y < 1 || threads < 1 || threads > MAX_THREADS || threads % WARP != 0) {
            throw new IllegalArgumentException("no such grid: " + x + " x " + y + " blocks of " + threads + " threads");
        }
    }

    /** One block a row, as many threads as the row has vectors, if a block may have so many. */
    static Grid ofRows(int rows, long columns, Element element) {
        requireColumns(columns);
        long vectors = (columns + element.vector() - 1) / element.vector();
        long warps = Math.min(MAX_THREADS / WARP, (vectors + WARP - 1) / WARP);
        return new Grid(rows, 1, (int) warps * WARP);
    }

    /** One block a row and tile of columns, up to the driver's limit of the second dimension; beyond it blocks take several tiles. */
    static Grid ofTiles(int rows, long columns, int tile, int threads) {
        requireColumns(columns);
        return new Grid(rows, (int) Math.min(0xffff, (columns + tile - 1) / tile), threads);
    }

    private static void requireColumns(long columns) {
        if (columns < 1) {
            throw new IllegalArgumentException("columns: " + columns + " given, at least 1 needed");
        }
    }

    boolean empty() {
        return x == 0;
    }
}
