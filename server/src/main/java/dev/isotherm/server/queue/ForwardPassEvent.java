package dev.isotherm.server.queue;

import jdk.jfr.Category;
import jdk.jfr.Description;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;

/** One forward pass, for Java Flight Recorder; it costs nothing unless a recording is on. */
@Name("isotherm.ForwardPass")
@Label("Forward Pass")
@Category("Isotherm")
@StackTrace(false)
final class ForwardPassEvent extends Event {

    @Label("Sequences")
    int sequences;

    @Label("Tokens")
    int tokens;

    @Label("Longest Sequence")
    @Description("Its tokens")
    int longest;

    @Label("Succeeded")
    boolean succeeded;
}
