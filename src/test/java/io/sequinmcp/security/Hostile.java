package io.sequinmcp.security;

import io.sequinmcp.gateway.TestConnectors;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Requests as nobody means them: bodies, headers and paths of every kind of wrong. */
final class Hostile {
    private static final String ADMIN = "admin-token-of-the-tests-0000000000000000";
    private static final List<String> MESSAGES = List.of(
            "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"initialize\",\"params\":{\"protocolVersion\":\"2025-11-25\",\"capabilities\":{},\"clientInfo\":{\"name\":\"f\",\"version\":\"1\"}}}",
            "{\"jsonrpc\":\"2.0\",\"id\":\"a\",\"method\":\"tools/list\"}",
            "{\"jsonrpc\":\"2.0\",\"id\":2,\"method\":\"tools/call\",\"params\":{\"name\":\"list_sinks\",\"arguments\":{\"limit\":5}}}",
            "{\"jsonrpc\":\"2.0\",\"id\":3,\"method\":\"prompts/list\"}",
            "{\"jsonrpc\":\"2.0\",\"id\":4,\"method\":\"resources/read\",\"params\":{\"uri\":\"sequin://sinks\"}}",
            "{\"jsonrpc\":\"2.0\",\"id\":5,\"method\":\"completion/complete\",\"params\":{\"ref\":{\"type\":\"ref/prompt\",\"name\":\"x\"},\"argument\":{\"name\":\"a\",\"value\":\"\"}}}",
            "{\"jsonrpc\":\"2.0\",\"method\":\"notifications/initialized\"}",
            "{\"jsonrpc\":\"2.0\",\"method\":\"notifications/cancelled\",\"params\":{\"requestId\":1}}",
            "{\"jsonrpc\":\"2.0\",\"id\":6,\"method\":\"ping\"}",
            "{\"jsonrpc\":\"2.0\",\"id\":7,\"result\":{}}",
            "[{\"jsonrpc\":\"2.0\",\"id\":8,\"method\":\"ping\"},{\"jsonrpc\":\"2.0\",\"id\":9,\"method\":\"tools/list\"}]",
            "{\"name\":\"fuzzed\",\"config\":{\"methods\":[\"read\"],\"tags\":[\"sinks\"]},\"expires_at\":\"2099-01-01T00:00:00Z\"}");
    private static final List<String> VALUES = List.of(
            "null",
            "true",
            "0",
            "-1",
            "1e400",
            "99999999999999999999999999",
            "\"\"",
            "\"\\u0000\"",
            "\"\\ud800\"",
            "[]",
            "{}",
            "[[]]",
            "{\"a\":{}}",
            "1.5",
            "\"../../etc/passwd\"",
            "\"' or 1=1 --\"",
            "\"${jndi:x}\"",
            "NaN",
            "tru",
            "");
    private static final List<String> PATHS = List.of(
            "/mcp/" + TestConnectors.ALL,
            "/mcp",
            "/api/v1/accounts",
            "/api/v1/accounts/default/connectors",
            "/api/v1/connectors/none",
            "/api/v1/caller-tokens",
            "/q/openapi",
            "/");
    private static final List<String> METHODS = List.of(
            "POST", "POST", "POST", "GET", "DELETE", "PUT", "PATCH", "OPTIONS", "HEAD", "TRACE", "BREW", "post");
    private static final List<String> PARTS = List.of(
            "%00",
            "%2e%2e",
            "..",
            "%2f",
            "%5c",
            "//",
            ";a=b",
            "%",
            "%zz",
            "%c0%af",
            "\u00ff",
            "?",
            "?a=%",
            "#",
            "/sse",
            "/messages/1",
            "%0d%0aX-Injected:1",
            "*",
            "{}",
            "\\",
            "smcp_",
            "%F0%9F%98%80");

    private final Random random;

    Hostile(long seed) {
        random = new Random(seed);
    }

    byte[] next() {
        byte[] body = random.nextInt(4) == 0 ? new byte[0] : body();
        ByteArrayOutputStream request = new ByteArrayOutputStream();
        write(request, pick(METHODS) + " " + path() + " HTTP/1.1\r\n");
        for (String header : headers(body.length)) {
            write(request, header + "\r\n");
        }
        write(request, "\r\n");
        request.writeBytes(body);
        return request.toByteArray();
    }

    private String path() {
        String path = pick(PATHS);
        if (random.nextInt(3) > 0) {
            return path;
        }
        return switch (random.nextInt(5)) {
            case 0 -> path + pick(PARTS);
            case 1 -> {
                int at = random.nextInt(path.length());
                yield path.substring(0, at) + pick(PARTS) + path.substring(at);
            }
            case 2 -> path + "/" + "a".repeat(random.nextInt(6_000));
            case 3 -> path + "?" + "a=b&".repeat(random.nextInt(400));
            default -> pick(PARTS) + path;
        };
    }

    private List<String> headers(int length) {
        List<String> headers = new ArrayList<>();
        headers.add("Host: localhost");
        headers.add("Connection: close");
        headers.add("Content-Type: " + (random.nextInt(20) == 0 ? noise() : "application/json"));
        // An address of its own, so that it is not slowed down, and slows down nobody else
        headers.add("X-Forwarded-For: " + (random.nextInt(10) == 0 ? noise() + ", " : "") + address());
        if (random.nextInt(2) == 0) {
            headers.add("Authorization: Bearer "
                    + (random.nextInt(6) == 0 ? noise() : pick(List.of(ADMIN, TestConnectors.ALL))));
        }
        headers.add(
                switch (random.nextInt(100)) {
                    case 0 -> "Content-Length: -1";
                    case 1 -> "Content-Length: " + length + "\r\nContent-Length: " + (length + 1);
                    case 2 -> "Content-Length: 9999999999999999999";
                    case 3 -> "Transfer-Encoding: chunked\r\nContent-Length: " + length;
                    case 4 -> "Transfer-Encoding: gzip, chunked";
                    case 5 -> "Content-Length: 0x10";
                    default -> "Content-Length: " + length;
                });
        switch (random.nextInt(24)) {
            case 0 -> headers.add("Mcp-Session-Id: " + noise());
            case 1 -> headers.add("MCP-Protocol-Version: " + noise());
            case 2 -> headers.add("Accept: " + noise());
            case 3 -> headers.add("Origin: " + noise());
            case 4 -> headers.add("Forwarded: for=" + noise());
            case 5 -> headers.add("X-Big: " + "x".repeat(random.nextInt(60_000)));
            case 6 -> headers.add("If-Match: " + noise());
            case 7 -> headers.add("Idempotency-Key: " + noise());
            case 8 -> headers.add("Host: evil.example");
            case 9 -> headers.add("x-api-key: " + noise());
            case 10 -> headers.add("Mcp-Method: tools/call\r\nMcp-Name: " + noise());
            case 11 -> headers.add("Upgrade: h2c\r\nHTTP2-Settings: AAMAAABkAARAAAAAAAIAAAAA");
            case 12 -> headers.add(noise());
            case 13 -> headers.add("Content-Encoding: gzip");
            case 14 -> headers.add("traceparent: " + noise());
            default -> {}
        }
        return headers;
    }

    private byte[] body() {
        String message = pick(MESSAGES);
        return switch (random.nextInt(12)) {
            case 0 -> flipped(message);
            case 1 -> bytes(message.substring(0, random.nextInt(message.length())));
            case 2 -> bytes(nested(random.nextInt(20_000)));
            case 3 -> bytes(message.replace("\"jsonrpc\"", "\"" + "k".repeat(random.nextInt(200_000)) + "\""));
            case 4 -> bytes("[" + (message + ",").repeat(random.nextInt(30)) + message + "]");
            case 5 -> bytes(message + message);
            case 6 -> noiseBytes(random.nextInt(2_000));
            case 7 ->
                bytes("{\"jsonrpc\":\"2.0\",\"id\":" + pick(VALUES) + ",\"method\":" + pick(VALUES) + ",\"params\":"
                        + pick(VALUES) + "}");
            default -> bytes(swapped(message));
        };
    }

    /** With one value replaced by another of some other type. */
    private String swapped(String message) {
        List<Integer> colons = new ArrayList<>();
        for (int i = 0; i < message.length(); i++) {
            if (message.charAt(i) == ':' && message.charAt(i - 1) == '"') {
                colons.add(i);
            }
        }
        int start = pick(colons) + 1;
        int end = start;
        for (int depth = 0; end < message.length(); end++) {
            char c = message.charAt(end);
            if (depth == 0 && (c == ',' || c == '}' || c == ']')) {
                break;
            }
            depth += c == '{' || c == '[' ? 1 : c == '}' || c == ']' ? -1 : 0;
        }
        return message.substring(0, start) + pick(VALUES) + message.substring(end);
    }

    private String nested(int depth) {
        return switch (random.nextInt(3)) {
            case 0 -> "[".repeat(depth);
            case 1 -> "{\"a\":".repeat(depth);
            default ->
                "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"tools/call\",\"params\":{\"name\":\"create_sink\",\"arguments\":{\"destination\":"
                        + "[".repeat(depth) + "]".repeat(depth) + "}}}";
        };
    }

    private byte[] flipped(String message) {
        byte[] bytes = bytes(message);
        for (int i = 0; i <= random.nextInt(8); i++) {
            bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
        }
        return bytes;
    }

    private String address() {
        return "2001:db8:%x:%x::1".formatted(random.nextInt(0x10000), random.nextInt(0x10000));
    }

    /** Mostly what may stand in a header, so that it gets past the parser of the server. */
    private String noise() {
        byte[] bytes = noiseBytes(1 + random.nextInt(40));
        if (random.nextInt(8) > 0) {
            for (int i = 0; i < bytes.length; i++) {
                bytes[i] = (byte) (' ' + Math.floorMod(bytes[i], 95));
            }
        }
        return new String(bytes, StandardCharsets.ISO_8859_1).replaceAll("[\r\n]", " ");
    }

    private byte[] noiseBytes(int length) {
        byte[] bytes = new byte[length];
        random.nextBytes(bytes);
        return bytes;
    }

    private <T> T pick(List<T> of) {
        return of.get(random.nextInt(of.size()));
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static void write(ByteArrayOutputStream to, String text) {
        to.writeBytes(text.getBytes(StandardCharsets.ISO_8859_1));
    }
}
