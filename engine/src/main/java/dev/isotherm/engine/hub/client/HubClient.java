package dev.isotherm.engine.hub.client;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** The three questions that are put to a hub: the commit of a revision, the files of a commit, the bytes of a file. */
public final class HubClient {

    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final int MAX_ANSWER = 32 << 20;
    private static final int MAX_FILES = 100_000;
    private static final int MAX_PAGES = 1_000;
    private static final Pattern COMMIT = Pattern.compile("[0-9a-f]{40}");
    private static final Pattern NEXT = Pattern.compile("<([^>]+)>\\s*;[^,]*rel=\"next\"");

    private final HubSettings settings;
    private final HubHttp http;

    public HubClient(HubSettings settings) {
        this.settings = settings;
        this.http = new HubHttp(settings);
    }

    /**
     * The commit that a branch, a tag or an abbreviated commit stands for now.
     *
     * @throws HubException when there is none, or the hub does not tell
     */
    public String commit(RepositoryId repository, String revision) {
        Question question = new Question(repository, revision);
        URI uri = uri("/api/models/" + repository + "/revision/" + encoded(revision));
        return attempts().until(() -> {
            try (HubResponse response = ask(uri, question)) {
                String commit = json(response).path("sha").asText();
                if (!COMMIT.matcher(commit).matches()) {
                    throw new HubException("%s does not say which commit %s of %s is; is HF_ENDPOINT a hub?"
                            .formatted(settings.host(), revision, repository));
                }
                return commit;
            }
        });
    }

    /**
     * All files of a commit.
     *
     * @throws HubException when the hub does not tell
     */
    public List<RemoteFile> files(RepositoryId repository, String commit) {
        List<RemoteFile> files = new ArrayList<>();
        Optional<URI> page = Optional.of(uri("/api/models/" + repository + "/tree/" + commit + "?recursive=true"));
        for (int pages = 0; page.isPresent(); pages++) {
            URI uri = page.get();
            page = attempts().until(() -> page(uri, new Question(repository, commit), files));
            if (files.size() > MAX_FILES || pages > MAX_PAGES) {
                throw new HubException("%s lists files of %s without end".formatted(settings.host(), repository));
            }
        }
        if (files.isEmpty()) {
            throw new HubException("%s lists no file of %s; is HF_ENDPOINT a hub?".formatted(settings.host(), repository));
        }
        return files;
    }

    /**
     * The bytes of a file, from an offset on where the hub can do that.
     *
     * @throws TransientFailure when another attempt may succeed
     * @throws HubException when it may not
     */
    public HubResponse open(RepositoryId repository, String commit, String path, long offset) throws TransientFailure {
        String encodedPath = Arrays.stream(path.split("/")).map(HubClient::encoded).collect(Collectors.joining("/"));
        URI uri = uri("/" + repository + "/resolve/" + commit + "/" + encodedPath);
        HubResponse response = http.get(uri, offset);
        if (response.status() == 416 && offset > 0) {
            response.close();
            response = http.get(uri, 0);
        }
        return accepted(response, new Question(repository, commit));
    }

    /** What was asked for, for messages. */
    private record Question(RepositoryId repository, String revision) {}

    private Optional<URI> page(URI uri, Question question, List<RemoteFile> files) throws TransientFailure {
        try (HubResponse response = ask(uri, question)) {
            JsonNode entries = json(response);
            if (!entries.isArray()) {
                throw new HubException("%s does not list files; is HF_ENDPOINT a hub?".formatted(settings.host()));
            }
            List<RemoteFile> page = new ArrayList<>();
            for (JsonNode entry : entries) {
                if (entry.path("type").asText().equals("file")) {
                    file(entry).ifPresent(page::add);
                }
            }
            files.addAll(page);
            return response.header("Link").map(NEXT::matcher).filter(Matcher::find).map(m -> HubHttp.target(uri, m.group(1)));
        }
    }

    /** Names that no cache could hold are left out: a repository may have them beside what is needed. */
    private static Optional<RemoteFile> file(JsonNode entry) {
        JsonNode large = entry.path("lfs");
        return RemoteFile.of(
                entry.path("path").asText(),
                entry.path("size").asLong(-1),
                entry.path("oid").asText(),
                large.path("oid").isTextual() ? Optional.of(large.get("oid").asText()) : Optional.empty());
    }

    private Attempts attempts() {
        return new Attempts(settings.patience(), "check the network, any proxy and HF_ENDPOINT, or bring a cache that has the model");
    }

    private HubResponse ask(URI uri, Question question) throws TransientFailure {
        return accepted(http.get(uri, 0), question);
    }

    private HubResponse accepted(HubResponse response, Question question) throws TransientFailure {
        int status = response.status();
        if (status == 200 || status == 206) {
            return response;
        }
        try (response) {
            if (status == 429 || status >= 500) {
                throw new TransientFailure("%s answers %d".formatted(settings.host(), status), response.retryAfter());
            }
            throw new HubException(refusal(status, response.header("X-Error-Code").orElse(""), question));
        }
    }

    private String refusal(int status, String code, Question question) {
        String token = settings.token().isPresent() ? "the token given may not see it" : "it needs a token in HF_TOKEN";
        String place = "%s of %s at %s".formatted(question.revision, question.repository, settings.host());
        return switch (status) {
            case 401 -> "model %s is not at %s, or %s".formatted(question.repository, settings.host(), token);
            case 403 -> "%s may not be read: accept the terms at %s/%s and give the token of that account in HF_TOKEN"
                    .formatted(place, settings.endpoint(), question.repository);
            case 404 -> switch (code) {
                case "RevisionNotFound" -> "%s has no revision '%s'".formatted(question.repository, question.revision);
                case "EntryNotFound" -> "%s is incomplete: a file that is listed is missing".formatted(place);
                default -> "model %s is not at %s".formatted(question.repository, settings.host());
            };
            default -> "%s answers %d for %s".formatted(settings.host(), status, question.repository);
        };
    }

    private JsonNode json(HubResponse response) throws TransientFailure {
        byte[] bytes = bytes(response);
        try {
            return JSON.readTree(bytes);
        } catch (IOException e) {
            throw new HubException("%s does not answer with JSON; is HF_ENDPOINT a hub?".formatted(settings.host()), e);
        }
    }

    private byte[] bytes(HubResponse response) throws TransientFailure {
        try (InputStream body = response.body()) {
            byte[] bytes = body.readNBytes(MAX_ANSWER + 1);
            if (bytes.length > MAX_ANSWER) {
                throw new HubException("%s answers with more than %d bytes".formatted(settings.host(), MAX_ANSWER));
            }
            // A connection that is cut looks like the end of the body.
            if (response.header("Content-Length").filter(length -> !length.equals(Integer.toString(bytes.length))).isPresent()) {
                throw new EOFException("after %d bytes".formatted(bytes.length));
            }
            return bytes;
        } catch (IOException e) {
            throw new TransientFailure("%s stopped in the middle of an answer".formatted(settings.host()), e);
        }
    }

    private URI uri(String path) {
        return URI.create(settings.endpoint() + path);
    }

    private static String encoded(String segment) {
        return URLEncoder.encode(segment, StandardCharsets.UTF_8).replace("+", "%20");
    }
}
