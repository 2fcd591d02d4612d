"""What nobody means well by, and what confuses: texts, bytes, names, headers, kinds of content and methods."""

from asking import ANSWERS, HOST

from forms_service.survey_questions import QUESTIONS

TEXTS = [
    "", " ", "zq7<q><script>alert(1)</script>", "zq7\"q><img src=x onerror=alert(1)>", "zq7'q onmouseover='x",
    "zq7{{7*7}}", "{% raw %}", "${jndi:ldap://zq7}", "' OR 1=1 --", "%_%_%", "\0", "zq7\r\nSet-Cookie: zq7=1",
    "\r\n.\r\n", "=1+1", "..", "../../etc/passwd", "..%2f", "%00", "%", "//evil.example", "\\evil.example",
    "http://evil.example/zq7", "\u202egnp.exe", "\u2066\u200b\u200f", "\ufeff", "e\u0301" * 80, "\u1112\u1161\u11ab",
    "İstanbul", "ﬃ", "１２３", "\ue000name\ue001", "👩‍👩‍👧‍👦", "\U0010ffff", "\udc80", "\ud800zq7", "a" * 101,
    "a" * 501, "zq7 " * 5_000, "x" * 70_000, "-1", "0", "1e9", "9" * 40, "nan", "a@b", "o'neil+x@example.org",
    "a" * 64 + "@example.org", "a@example.org,b@example.org", "a@[127.0.0.1]", "á@éxample.org", "+44 (0)7700 900 123",
    "PE13", "GIR 0AA", "13-to-15", "18-or-over", "started", "true", "[]", "null", "{name}", "{desk_link}",
]  # fmt: skip
NAMES = [
    *ANSWERS, "availability", "heard", "area", "postcode", "parent_name", "parent_email", "parent_phone", "key",
    "answers", "csrf_token", "version", "to", "outcome", "password", "interest", "show", "page", "role", "roles",
    "id", "reason", "note", "text", "confirm", "is_admin", "name[]", "_method", "token", "next",
    *(question.key for question in QUESTIONS),
]  # fmt: skip
HEADERS = [
    "Accept", "Accept-Language", "Accept-Encoding", "Authorization", "Cookie", "Origin", "Referer", "Sec-Fetch-Site",
    "Range", "If-Range", "If-None-Match", "If-Match", "If-Modified-Since", "User-Agent", "X-Forwarded-For",
    "X-Forwarded-Host", "X-Forwarded-Proto", "X-Forwarded-Prefix", "X-Request-ID", "X-HTTP-Method-Override",
    "X-CSRFToken", "X-Original-URL", "Forwarded", "Transfer-Encoding", "Content-Encoding", "Expect", "Connection",
    "Upgrade", "Content-MD5", "Host",
]  # fmt: skip
LIKELY = [
    "null", "same-origin", "cross-site", "none", f"http://{HOST}", "bytes=0-1", "bytes=5-1,2-", "gzip", "chunked",
    "*/*;q=x",
]  # fmt: skip
FORM, PARTS = "application/x-www-form-urlencoded", "multipart/form-data; boundary=b"
TYPES = [
    FORM, PARTS, f"{FORM}; charset=utf-7", "multipart/form-data", f"{PARTS}{'b' * 300}", "application/json",
    "text/plain", "", "zq7<q", "a/b; =", "x/y;" * 50,
]  # fmt: skip
METHODS = ["GET", "POST", "HEAD", "OPTIONS", "PUT", "PATCH", "DELETE", "TRACE", "CONNECT", "PROPFIND", "zq7<q", "\xe9"]
BYTES = [b"\xff\xfe", b"%", b"%zz", b"\xed\xa0\x80", b"\xc0\xaf", b"..\\..", b";", b"%2e%2e%2f"]
