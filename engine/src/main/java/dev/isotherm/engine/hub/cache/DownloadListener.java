package dev.isotherm.engine.hub.cache;

import dev.isotherm.engine.hub.client.RemoteFile;

/** Is told how downloads go, on the thread that downloads. */
public interface DownloadListener {

    /**
     * @param present bytes that are here already, of an earlier attempt; may be said again when an attempt starts over
     */
    void started(RemoteFile file, long present);

    /** Bytes that came since the last word. */
    void advanced(RemoteFile file, int bytes);

    /** The file is complete and its hash is right. */
    void finished(RemoteFile file);
}
