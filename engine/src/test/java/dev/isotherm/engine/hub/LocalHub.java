package dev.isotherm.engine.hub;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Stream;

/**
 * A hub on this machine with one repository. As the real one does, it redirects small files within itself and large ones to another
 * host, which here is another port, and pages its lists.
 */
public final class LocalHub implements AutoCloseable {

    public static final String REPOSITORY = "acme/tiny-xlm-roberta";
    public static final String COMMIT = "c0ffee" + "0".repeat(34);

    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final int PAGE = 5;

    private final Map<String, byte[]> files = new TreeMap<>();
    private final Map<String, Queue<Fault>> faults = new ConcurrentHashMap<>();
    private final Map<String, Fault> always = new ConcurrentHashMap<>();
    private final List<Request> requests = new CopyOnWriteArrayList<>();
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final HttpServer hub;
    private final HttpServer store;
    private volatile Optional<String> requiredToken = Optional.empty();

    /** One request as it came: which server, which path, and two headers. */
    public record Request(boolean atStore, String path, Optional<String> range, Optional<String> authorization) {}

    /**
     * What goes wrong with one request.
     *
     * @param status of the answer, without a body unless it is 200
     * @param pieces how the body is written
     * @param ranges whether a part of a file can be had
     */
    public record Fault(int status, Map<String, String> headers, Pieces pieces, boolean ranges) {

        /** Writes a body, or not quite. */
        public interface Pieces {
            void write(OutputStream out, byte[] body) throws IOException, InterruptedException;
        }

        /** The connection ends after so many bytes of the body. */
        public static Fault cut(int bytes) {
            return body((out, body) -> out.write(body, 0, Math.min(bytes, body.length)));
        }

        /** The body comes in pieces with pauses between. */
        public static Fault slow(int bytes, int pauseMillis) {
            return body((out, body) -> {
                for (int from = 0; from < body.length; from += bytes) {
                    out.write(body, from, Math.min(bytes, body.length - from));
                    out.flush();
                    Thread.sleep(pauseMillis);
                }
            });
        }

        /** Nothing more comes after so many bytes, for longer than a test waits. */
        public static Fault stall(int bytes) {
            return body((out, body) -> {
                out.write(body, 0, bytes);
                out.flush();
                Thread.sleep(60_000);
            });
        }

        /** Another answer altogether. */
        public static Fault answer(int status, Map<String, String> headers) {
            return new Fault(status, headers, OutputStream::write, true);
        }

        /** A body of the right length with other bytes. */
        public static Fault wrongBytes() {
            return body((out, body) -> out.write(new byte[body.length]));
        }

        /** The whole file, whatever range was asked for. */
        public static Fault withoutRanges() {
            return new Fault(200, Map.of(), OutputStream::write, false);
        }

        /** Other text than there should be. */
        public static Fault body(String text) {
            byte[] other = text.getBytes(StandardCharsets.UTF_8);
            return body((out, body) -> {
                byte[] padded = Arrays.copyOf(other, body.length);
                Arrays.fill(padded, other.length, padded.length, (byte) ' ');
                out.write(padded);
            });
        }

        private static Fault body(Pieces pieces) {
            return new Fault(200, Map.of(), pieces, true);
        }
    }

    private static final Fault NONE = Fault.answer(200, Map.of());

    public LocalHub() {
        hub = server(this::answer);
        store = server(this::answerAtStore);
    }

    /** A hub with the checkpoint of that name from the test resources, and with files that no server needs. */
    public static LocalHub serving(String checkpoint) {
        try {
            URI resource = LocalHub.class.getResource("/models/" + checkpoint).toURI();
            if (resource.getScheme().equals("file")) {
                return serving(Path.of(resource));
            }
            try (FileSystem jar = FileSystems.newFileSystem(resource, Map.of())) {
                return serving(jar.getPath("/models/" + checkpoint));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (URISyntaxException e) {
            throw new IllegalArgumentException(checkpoint, e);
        }
    }

    private static LocalHub serving(Path checkpoint) throws IOException {
        LocalHub hub = new LocalHub();
        try (Stream<Path> paths = Files.walk(checkpoint)) {
            for (Path path : paths.filter(Files::isRegularFile).filter(p -> !p.endsWith("golden.json")).toList()) {
                hub.put(checkpoint.relativize(path).toString(), Files.readAllBytes(path));
            }
        }
        hub.put(".gitattributes", "*.safetensors filter=lfs diff=lfs merge=lfs -text\n".getBytes(StandardCharsets.UTF_8));
        hub.put("README.md", "# A random model\n".getBytes(StandardCharsets.UTF_8));
        return hub;
    }

    public void put(String path, byte[] contents) {
        files.put(path, contents);
    }

    public void remove(String path) {
        files.remove(path);
    }

    /** The next requests for the file, or for {@code api}, go wrong in these ways, one after the other. */
    public void fail(String path, Fault... ways) {
        faults.computeIfAbsent(path, p -> new ConcurrentLinkedQueue<>()).addAll(List.of(ways));
    }

    /** Every further request goes wrong in this way. */
    public void failAlways(String path, Fault way) {
        always.put(path, way);
    }

    public void recover(String path) {
        always.remove(path);
    }

    public void require(String token) {
        requiredToken = Optional.of(token);
    }

    public String endpoint() {
        return "http://127.0.0.1:" + hub.getAddress().getPort();
    }

    public List<Request> requests() {
        return requests;
    }

    /** Paths of the repository's files whose bytes were asked for, in order. */
    public List<String> fetched() {
        return requests.stream().filter(r -> !r.atStore && r.path.contains("/resolve/"))
                .map(r -> r.path.substring(r.path.indexOf(COMMIT) + COMMIT.length() + 1))
                .toList();
    }

    /** The hash by which the cache knows a file. */
    public String hash(String path) {
        byte[] contents = files.get(path);
        return isLarge(path) ? digest("SHA-256", contents) : gitHash(contents);
    }

    /** The file of that hash. */
    public Optional<byte[]> contents(String hash) {
        return files.keySet().stream().filter(path -> hash(path).equals(hash)).map(files::get).findFirst();
    }

    @Override
    public void close() {
        hub.stop(0);
        store.stop(0);
        threads.shutdownNow();
    }

    private HttpServer server(Handler handler) {
        try {
            HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
            server.setExecutor(threads);
            server.createContext("/", exchange -> {
                try (exchange) {
                    handler.handle(exchange);
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
            });
            server.start();
            return server;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private interface Handler {
        void handle(HttpExchange exchange) throws IOException, InterruptedException;
    }

    private void answer(HttpExchange exchange) throws IOException, InterruptedException {
        record(exchange, false);
        String path = exchange.getRequestURI().getPath();
        if (requiredToken.isPresent() && !requiredToken.map("Bearer "::concat).equals(header(exchange, "Authorization"))) {
            status(exchange, 401, Map.of("X-Error-Code", "RepoNotFound"));
        } else if (path.startsWith("/api/models/" + REPOSITORY)) {
            answerApi(exchange, path.substring(("/api/models/" + REPOSITORY).length()));
        } else if (path.startsWith("/cached/")) {
            send(exchange, path.substring("/cached/".length()), NONE);
        } else if (path.startsWith("/" + REPOSITORY + "/resolve/" + COMMIT + "/")) {
            redirect(exchange, path.substring(path.indexOf(COMMIT) + COMMIT.length() + 1));
        } else {
            status(exchange, 404, Map.of("X-Error-Code", "RepoNotFound"));
        }
    }

    private void answerAtStore(HttpExchange exchange) throws IOException, InterruptedException {
        record(exchange, true);
        String path = exchange.getRequestURI().getPath().substring(1);
        send(exchange, path, next(path));
    }

    private void answerApi(HttpExchange exchange, String path) throws IOException, InterruptedException {
        Fault fault = next("api");
        if (fault.status != 200) {
            status(exchange, fault.status, fault.headers);
        } else if (path.equals("/revision/main") || path.equals("/revision/v1")) {
            json(exchange, JSON.createObjectNode().put("sha", COMMIT), fault);
        } else if (path.equals("/tree/" + COMMIT)) {
            page(exchange, fault == NONE ? next("tree") : fault);
        } else {
            status(exchange, 404, Map.of("X-Error-Code", "RevisionNotFound"));
        }
    }

    private void page(HttpExchange exchange, Fault fault) throws IOException, InterruptedException {
        String query = exchange.getRequestURI().getQuery();
        int from = query.contains("cursor=") ? Integer.parseInt(query.substring(query.indexOf("cursor=") + 7)) : 0;
        List<String> paths = files.keySet().stream().skip(from).limit(PAGE).toList();
        ArrayNode entries = JSON.createArrayNode();
        paths.forEach(path -> entries.add(entry(path)));
        entries.addObject().put("type", "directory").put("path", "1_Pooling").put("oid", "0").put("size", 0);
        if (from + PAGE < files.size()) {
            String next = endpoint() + exchange.getRequestURI().getPath() + "?recursive=true&cursor=" + (from + PAGE);
            exchange.getResponseHeaders().set("Link", "<" + next + ">; rel=\"next\"");
        }
        fault.headers.forEach(exchange.getResponseHeaders()::set);
        json(exchange, entries, fault);
    }

    private ObjectNode entry(String path) {
        byte[] contents = files.get(path);
        ObjectNode entry = JSON.createObjectNode().put("type", "file").put("path", path).put("size", contents.length);
        if (!isLarge(path)) {
            return entry.put("oid", gitHash(contents));
        }
        String hash = digest("SHA-256", contents);
        String pointer = "version https://git-lfs.github.com/spec/v1\noid sha256:%s\nsize %d\n".formatted(hash, contents.length);
        entry.put("oid", gitHash(pointer.getBytes(StandardCharsets.UTF_8)));
        entry.putObject("lfs").put("oid", hash).put("size", contents.length);
        return entry;
    }

    private void redirect(HttpExchange exchange, String path) throws IOException {
        Fault fault = isLarge(path) ? NONE : next(path);
        if (!files.containsKey(path)) {
            status(exchange, 404, Map.of("X-Error-Code", "EntryNotFound"));
        } else if (fault.status != 200) {
            status(exchange, fault.status, fault.headers);
        } else {
            String large = "http://127.0.0.1:" + store.getAddress().getPort() + "/" + path + "?signature=secret";
            status(exchange, isLarge(path) ? 302 : 307, Map.of("Location", isLarge(path) ? large : "/cached/" + path));
        }
    }

    private void send(HttpExchange exchange, String path, Fault fault) throws IOException, InterruptedException {
        if (fault.status != 200) {
            status(exchange, fault.status, fault.headers);
            return;
        }
        byte[] contents = files.get(path);
        int from = header(exchange, "Range").filter(r -> fault.ranges).map(r -> Integer.parseInt(r.replaceAll("\\D", ""))).orElse(0);
        if (from > 0) {
            exchange.getResponseHeaders().set("Content-Range", "bytes %d-%d/%d".formatted(from, contents.length - 1, contents.length));
        }
        exchange.sendResponseHeaders(from > 0 ? 206 : 200, contents.length - from);
        fault.pieces.write(exchange.getResponseBody(), Arrays.copyOfRange(contents, from, contents.length));
    }

    private void record(HttpExchange exchange, boolean atStore) {
        requests.add(new Request(atStore, exchange.getRequestURI().getPath(), header(exchange, "Range"), header(exchange, "Authorization")));
    }

    private Fault next(String path) {
        return Optional.ofNullable(faults.get(path)).map(Queue::poll).orElse(always.getOrDefault(path, NONE));
    }

    private static Optional<String> header(HttpExchange exchange, String name) {
        return Optional.ofNullable(exchange.getRequestHeaders().getFirst(name));
    }

    private static void status(HttpExchange exchange, int status, Map<String, String> headers) throws IOException {
        headers.forEach(exchange.getResponseHeaders()::set);
        exchange.sendResponseHeaders(status, -1);
    }

    private static void json(HttpExchange exchange, Object value, Fault fault) throws IOException, InterruptedException {
        byte[] body = JSON.writeValueAsBytes(value);
        exchange.sendResponseHeaders(200, body.length);
        fault.pieces.write(exchange.getResponseBody(), body);
    }

    private static boolean isLarge(String path) {
        return path.endsWith(".safetensors") || path.endsWith(".bin");
    }

    private static String gitHash(byte[] contents) {
        byte[] header = ("blob " + contents.length + "\0").getBytes(StandardCharsets.UTF_8);
        byte[] object = Arrays.copyOf(header, header.length + contents.length);
        System.arraycopy(contents, 0, object, header.length, contents.length);
        return digest("SHA-1", object);
    }

    private static String digest(String algorithm, byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance(algorithm).digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
