package dev.posthaste.api.rest;

/** HTML of our pages: text is escaped, code between back quotes is marked, nothing is loaded from elsewhere. */
final class Html {

    private static final String STYLE = """
            :root{color-scheme:light dark;--line:#8884;--soft:#8882;--accent:#2563eb}
            body{font:16px/1.6 system-ui,sans-serif;margin:0 auto;max-width:62rem;padding:1.5rem}
            nav{columns:16rem;border:1px solid var(--line);border-radius:.5rem;padding:1rem;margin:1rem 0}
            nav a{display:block;text-decoration:none}
            a{color:var(--accent)} h2{margin-top:3rem;border-bottom:1px solid var(--line)} h3{margin-top:2.5rem}
            code,pre{font:14px/1.5 ui-monospace,monospace;background:var(--soft);border-radius:.25rem}
            code{padding:.1rem .3rem} pre{padding:.8rem;overflow-x:auto} pre code{background:none;padding:0}
            table{border-collapse:collapse;width:100%} td,th{border-top:1px solid var(--line);padding:.4rem;text-align:left;vertical-align:top}
            .verb{font-weight:700;color:var(--accent)}
            """;

    private Html() {}

    static String page(String title, String body) {
        return "<!doctype html><html lang=\"en\"><head><meta charset=\"utf-8\"><title>" + text(title)
                + "</title><meta name=\"viewport\" content=\"width=device-width\"><style>" + STYLE
                + "</style></head><body>"
                + body + "</body></html>";
    }

    static String text(String plain) {
        return plain.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;");
    }

    /** A sentence whose code stands between back quotes. */
    static String prose(String markdown) {
        return text(markdown).replaceAll("`([^`]*)`", "<code>$1</code>");
    }

    static String pre(String code) {
        return "<pre><code>" + text(code) + "</code></pre>";
    }
}
