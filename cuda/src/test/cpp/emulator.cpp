// Runs launches that come on standard input and answers with the memory that they leave, until the input ends. Never instrumented by
// a sanitizer, though linked with its runtime: locks are seen, so that a barrier orders memory, and shuffles, which order nothing on a
// device, are hidden from it.
#include "emulator.h"
#include "runner.h"
#include <pthread.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>
#include <vector>

extern "C" void AnnotateIgnoreSyncBegin(const char* file, int line) __attribute__((weak));
extern "C" void AnnotateIgnoreSyncEnd(const char* file, int line) __attribute__((weak));

thread_local Index threadIdx;
thread_local Index blockIdx;
Index blockDim;
Index gridDim;

namespace emulator {

unsigned block_number;

namespace {

constexpr unsigned MAX_THREADS = 1024;
constexpr size_t STACK_BYTES = 1 << 20;
constexpr int FAILED = 97;

enum Place { RUNNING, BARRIER, WARP, RETURNED };

struct Thread {
    pthread_t handle;
    Place place;
    const char* file;
    int line;
    Exchange* exchange;
};

struct Lock {
    Lock() { pthread_mutex_lock(&mutex); }
    ~Lock() { pthread_mutex_unlock(&mutex); }
    static pthread_mutex_t mutex;
};

pthread_mutex_t Lock::mutex = PTHREAD_MUTEX_INITIALIZER;

Thread threads[MAX_THREADS];
pthread_cond_t warps[MAX_THREADS / 32];
pthread_cond_t block = PTHREAD_COND_INITIALIZER;
pthread_cond_t launched = PTHREAD_COND_INITIALIZER;
pthread_cond_t finished = PTHREAD_COND_INITIALIZER;
unsigned pooled;
unsigned arrived;      // at the barrier
unsigned returned;     // from the kernel
unsigned generation;   // barriers passed
unsigned launches;
unsigned running;      // threads that are not through with the grid
std::vector<Argument> arguments;

// Nobody can come any more to where others wait.
void require_none_waits(unsigned first, unsigned count, const char* doing) {
    for (unsigned i = first; i < first + count && i < blockDim.x; i++) {
        if (threads[i].place == BARRIER) {
            fail(threads[i].file, threads[i].line, "barrier divergence: thread %u waits here while thread %u %s", i, threadIdx.x, doing);
        }
    }
}

void require_no_lane_wants(const char* doing) {
    unsigned first = threadIdx.x / 32 * 32;
    for (unsigned i = first; i < first + 32 && i < blockDim.x; i++) {
        if (threads[i].place == WARP && threads[i].exchange->mask >> lane() & 1) {
            fail(threads[i].file, threads[i].line, "wrong mask 0x%08x of %s: it names lane %u, which %s",
                    threads[i].exchange->mask, threads[i].exchange->name, lane(), doing);
        }
    }
}

void arrive(Thread& self, const char* file, int line) {
    for (unsigned i = 0; i < blockDim.x; i++) {
        const Thread& other = threads[i];
        if (other.place == RETURNED) {
            fail(file, line, "barrier divergence: thread %u has returned while thread %u waits here", i, threadIdx.x);
        }
        if (other.place == BARRIER && (other.line != line || strcmp(other.file, file) != 0)) {
            fail(file, line, "barrier divergence: thread %u waits here, thread %u at %s:%d", threadIdx.x, i, other.file, other.line);
        }
    }
    require_no_lane_wants("waits at a barrier");
    self.place = BARRIER;
    self.file = file;
    self.line = line;
}

void release_all() {
    for (unsigned i = 0; i < blockDim.x; i++) {
        threads[i].place = RUNNING;
    }
    arrived = 0;
    generation++;
    pthread_cond_broadcast(&block);
}

// The last thread to leave a block opens the next one.
void leave_block() {
    Lock lock;
    require_none_waits(0, blockDim.x, "has returned");
    require_no_lane_wants("has returned");
    threads[threadIdx.x].place = RETURNED;
    if (++returned == blockDim.x) {
        returned = 0;
        block_number++;
        release_all();
        return;
    }
    for (unsigned now = generation; now == generation;) {
        pthread_cond_wait(&block, &Lock::mutex);
    }
}

void run_grid() {
    for (unsigned y = 0; y < gridDim.y; y++) {
        for (unsigned x = 0; x < gridDim.x; x++) {
            blockIdx = {x, y, 0};
            run_kernel(arguments.data(), (int) arguments.size());
            leave_block();
        }
    }
}

void* live(void* index) {
    threadIdx = {(unsigned) (size_t) index, 0, 0};
    for (unsigned seen = 0;;) {
        bool taking_part;
        {
            Lock lock;
            while (seen == launches) {
                pthread_cond_wait(&launched, &Lock::mutex);
            }
            seen = launches;
            taking_part = threadIdx.x < blockDim.x;
        }
        if (!taking_part) {
            continue;
        }
        run_grid();
        Lock lock;
        if (--running == 0) {
            pthread_cond_signal(&finished);
        }
    }
    return nullptr;
}

// Dimensions change under the lock: a thread that had no part in the last launch may wake only now.
void launch(Index grid, Index threads_of_block) {
    Lock lock;
    gridDim = grid;
    blockDim = threads_of_block;
    while (pooled < blockDim.x) {
        pthread_attr_t attributes;
        pthread_attr_init(&attributes);
        pthread_attr_setstacksize(&attributes, STACK_BYTES);
        if (pthread_create(&threads[pooled].handle, &attributes, live, (void*) (size_t) pooled) != 0) {
            fail(__FILE__, __LINE__, "no host thread for thread %u", pooled);
        }
        pthread_attr_destroy(&attributes);
        pooled++;
    }
    for (unsigned i = 0; i < MAX_THREADS; i++) {
        threads[i].place = RUNNING;
    }
    running = blockDim.x;
    block_number++;
    launches++;
    pthread_cond_broadcast(&launched);
    while (running > 0) {
        pthread_cond_wait(&finished, &Lock::mutex);
    }
}

// True when all lanes of the mask are here; ends the process when one can never be.
bool complete(const Exchange& e, unsigned first, const char* file, int line) {
    bool all = true;
    for (unsigned i = 0; i < 32; i++) {
        if (!(e.mask >> i & 1)) {
            continue;
        }
        const Thread& other = threads[first + i];
        if (first + i >= blockDim.x || other.place == RETURNED || other.place == BARRIER) {
            fail(file, line, "wrong mask 0x%08x of %s: it names lane %u, which %s", e.mask, e.name, i,
                    first + i >= blockDim.x ? "does not exist" : other.place == RETURNED ? "has returned" : "waits at a barrier");
        }
        if (other.place != WARP) {
            all = false;
        } else if (other.exchange->mask != e.mask || other.line != line || strcmp(other.file, file) != 0) {
            fail(file, line, "wrong mask 0x%08x of %s: it names lane %u, which calls %s with 0x%08x at %s:%d", e.mask, e.name, i,
                    other.exchange->name, other.exchange->mask, other.file, other.line);
        }
    }
    return all;
}

void give(unsigned mask, unsigned first) {
    unsigned votes = 0;
    for (unsigned i = 0; i < 32; i++) {
        if (mask >> i & 1 && threads[first + i].exchange->value != 0) {
            votes |= 1u << i;
        }
    }
    for (unsigned i = 0; i < 32; i++) {
        if (mask >> i & 1) {
            Exchange& to = *threads[first + i].exchange;
            to.received = threads[first + to.source].exchange->value;
            to.votes = votes;
            threads[first + i].place = RUNNING;
        }
    }
    pthread_cond_broadcast(&warps[first / 32]);
}

void exchange_locked(Exchange& e, const char* file, int line) {
    unsigned first = threadIdx.x / 32 * 32;
    Thread& self = threads[threadIdx.x];
    if (!(e.mask >> lane() & 1)) {
        fail(file, line, "wrong mask 0x%08x of %s: it lacks lane %u, which calls it", e.mask, e.name, lane());
    }
    if (e.source > 31 || !(e.mask >> e.source & 1)) {
        fail(file, line, "wrong mask 0x%08x of %s: it lacks lane %u, which lane %u reads", e.mask, e.name, e.source, lane());
    }
    self.file = file;
    self.line = line;
    self.exchange = &e;
    self.place = WARP;
    if (complete(e, first, file, line)) {
        give(e.mask, first);
    }
    while (self.place == WARP) {
        pthread_cond_wait(&warps[first / 32], &Lock::mutex);
    }
}

}  // namespace

void fail(const char* file, int line, const char* format, ...) {
    static char message[1024];
    va_list values;
    va_start(values, format);
    int length = snprintf(message, sizeof message, "emulator: %s:%d: block (%u, %u), thread %u: ", file, line, blockIdx.x, blockIdx.y, threadIdx.x);
    vsnprintf(message + length, sizeof message - length, format, values);
    va_end(values);
    fprintf(stderr, "%s\n", message);
    fflush(stderr);
    _exit(FAILED);
}

void barrier(const char* file, int line) {
    Lock lock;
    arrive(threads[threadIdx.x], file, line);
    if (++arrived == blockDim.x) {
        release_all();
        return;
    }
    for (unsigned now = generation; now == generation;) {
        pthread_cond_wait(&block, &Lock::mutex);
    }
}

// __syncwarp orders memory among its lanes; a shuffle or vote does not.
void exchange(Exchange& e, const char* file, int line) {
    bool hidden = AnnotateIgnoreSyncBegin && strcmp(e.name, "__syncwarp") != 0;
    if (hidden) {
        AnnotateIgnoreSyncBegin(file, line);
    }
    {
        Lock lock;
        exchange_locked(e, file, line);
    }
    if (hidden) {
        AnnotateIgnoreSyncEnd(file, line);
    }
}

}  // namespace emulator

static void get(void* to, size_t bytes) {
    if (fread(to, 1, bytes, stdin) != bytes) {
        _exit(0);
    }
}

template <class T>
static T next() {
    T value;
    get(&value, sizeof value);
    return value;
}

struct Buffer {
    void* data;
    size_t bytes;
};

// An argument's bits are an address as the offset into a buffer, whose number comes first; -1 is null.
static Argument next_argument(const std::vector<Buffer>& buffers) {
    int kind = next<int>();
    int buffer = next<int>();
    unsigned long long bits = next<unsigned long long>();
    return {kind, kind == ADDRESS ? buffer < 0 ? 0 : (unsigned long long) buffers[buffer].data + bits : bits};
}

int main() {
    for (pthread_cond_t& warp : emulator::warps) {
        pthread_cond_init(&warp, nullptr);
    }
    for (;;) {
        Index grid = {next<unsigned>(), next<unsigned>(), 1};
        Index block = {next<unsigned>(), 1, 1};
        if (block.x < 1 || block.x > emulator::MAX_THREADS) {
            emulator::fail(__FILE__, __LINE__, "a block of %u threads", block.x);
        }
        std::vector<Buffer> buffers(next<unsigned>());
        for (Buffer& buffer : buffers) {
            buffer.bytes = next<unsigned>();
            // As a device's allocator aligns, and ending exactly where the sanitizer's red zone begins.
            if (posix_memalign(&buffer.data, 256, buffer.bytes) != 0) {
                emulator::fail(__FILE__, __LINE__, "out of memory");
            }
            get(buffer.data, buffer.bytes);
        }
        unsigned count = next<unsigned>();
        emulator::arguments.clear();
        while (count-- > 0) {
            emulator::arguments.push_back(next_argument(buffers));
        }
        emulator::launch(grid, block);
        for (const Buffer& buffer : buffers) {
            fwrite(buffer.data, 1, buffer.bytes, stdout);
            free(buffer.data);
        }
        fflush(stdout);
    }
}
