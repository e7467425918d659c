package dev.posthaste.api.rest;

import dev.posthaste.api.ErrorCode;
import java.util.Arrays;
import java.util.stream.Collectors;

/** A page for each error code, and one with all of them. */
final class ErrorPages {

    private ErrorPages() {}

    static String one(ErrorCode code) {
        return Html.page(
                code.title(),
                "<p><a href=\"/docs\">API</a> · <a href=\"/docs/errors\">errors</a></p><h1>" + Html.text(code.title())
                        + "</h1><p><code>" + code + "</code>, HTTP " + code.status() + ", gRPC <code>"
                        + code.canonical() + "</code>; "
                        + (code.isRetryable() ? "may succeed later." : "does not succeed unchanged.")
                        + "</p><h2>When</h2><p>" + Html.prose(code.when()) + "</p><h2>What to do</h2><p>"
                        + Html.prose(code.remedy()) + "</p>");
    }

    static String all() {
        return Html.page(
                "Errors",
                "<p><a href=\"/docs\">API</a></p><h1>Errors</h1><table><tr><th>Code</th><th>HTTP</th><th>gRPC</th>"
                        + "<th></th></tr>"
                        + Arrays.stream(ErrorCode.values()).map(ErrorPages::row).collect(Collectors.joining())
                        + "</table>");
    }

    private static String row(ErrorCode code) {
        return "<tr><td><a href=\"" + code.type() + "\"><code>" + code + "</code></a></td><td>" + code.status()
                + "</td><td>" + code.canonical() + "</td><td>" + Html.text(code.title()) + "</td></tr>";
    }
}
