package dev.isotherm.lab.report;

/** A report that cannot be written; the message names the file and says why. */
public final class ReportException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public ReportException(String message, Throwable cause) {
        super(message, cause);
    }
}
