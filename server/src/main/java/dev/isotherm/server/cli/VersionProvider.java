package dev.isotherm.server.cli;

import dev.isotherm.server.Version;
import picocli.CommandLine.IVersionProvider;

/** For {@code --version}. */
final class VersionProvider implements IVersionProvider {

    @Override
    public String[] getVersion() {
        return new String[] {"isotherm " + Version.current()};
    }
}
