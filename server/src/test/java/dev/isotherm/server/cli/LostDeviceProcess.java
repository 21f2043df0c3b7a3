package dev.isotherm.server.cli;

import dev.isotherm.server.FakeEncoder;
import dev.isotherm.server.TestServer;

/** A process of its own: a server whose device is lost by the request that it sends itself. */
final class LostDeviceProcess {

    private LostDeviceProcess() {}

    public static void main(String[] arguments) {
        TestServer server = TestServer.unstarted();
        ServeCommand.serve(server.server());
        System.out.println(server.post("/embed", "{\"inputs\": \"" + FakeEncoder.LOSES_THE_DEVICE + "\"}").statusCode());
    }
}
