package dev.isotherm.server.cli;

import dev.isotherm.server.config.Access;
import dev.isotherm.server.config.ApiKeys;
import java.nio.file.Path;
import java.util.List;
import picocli.CommandLine.Option;

/** Flags that say who may ask. */
final class AccessFlags {

    @Option(names = "--api-key", paramLabel = "<key>", split = ",",
            description = "Keys, separated by commas, one of which clients must send as Authorization: Bearer <key>.")
    private List<String> apiKeys = List.of();

    @Option(names = "--api-key-file", paramLabel = "<file>", description = "File of further keys, one a line.")
    private Path apiKeyFile;

    @Option(names = "--cors-allow-origin", paramLabel = "<origin>", split = ",",
            description = "Origins, separated by commas, whose pages may ask, such as https://example.org; * is all (default: none).")
    private List<String> corsAllowOrigins = List.of();

    Access access() {
        return new Access(ApiKeys.of(apiKeys, apiKeyFile), corsAllowOrigins);
    }
}
