package dev.isotherm.server.http;

import dev.isotherm.server.service.RequestException;

/** How a family of clients wants its errors: status, names and JSON shape. */
interface Dialect {

    /** Status of a failure; every one is listed, so that each can be counted from the start. */
    int status(RequestException.Kind kind);

    byte[] body(RequestException failure);
}
