package io.sequinmcp.gateway;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.stream.Collectors;

/** A client that is nothing but a socket, so that it can hang up whenever it likes. */
final class RawClient implements AutoCloseable {
    private final Socket socket;

    private RawClient(Socket socket) {
        this.socket = socket;
    }

    /** Posts a message and leaves the answer for later, if ever. */
    static RawClient post(URI server, String token, String message) throws IOException {
        return post(server, token, message, Map.of());
    }

    static RawClient post(URI server, String token, String message, Map<String, ?> headers) throws IOException {
        Socket socket = new Socket(server.getHost(), server.getPort());
        socket.setSoTimeout(10_000);
        socket.setTcpNoDelay(true);
        byte[] body = message.getBytes(StandardCharsets.UTF_8);
        String head = "POST /mcp/" + token + " HTTP/1.1\r\nHost: " + server.getHost()
                + "\r\nContent-Type: application/json\r\nContent-Length: " + body.length + "\r\n"
                + headers.entrySet().stream()
                        .map(header -> header.getKey() + ": " + header.getValue() + "\r\n")
                        .collect(Collectors.joining())
                + "\r\n";
        socket.getOutputStream().write(head.getBytes(StandardCharsets.US_ASCII));
        socket.getOutputStream().write(body);
        socket.getOutputStream().flush();
        return new RawClient(socket);
    }

    /** How long it waits for the next byte. */
    void patience(int millis) throws IOException {
        socket.setSoTimeout(millis);
    }

    /** What has arrived by the time that this text has. */
    String readUntil(String text) throws IOException {
        ByteArrayOutputStream read = new ByteArrayOutputStream();
        InputStream in = socket.getInputStream();
        while (!read.toString(StandardCharsets.UTF_8).contains(text)) {
            int one = in.read();
            if (one < 0) {
                throw new IOException("closed after " + read.toString(StandardCharsets.UTF_8));
            }
            read.write(one);
        }
        return read.toString(StandardCharsets.UTF_8);
    }

    /** Hangs up, with a reset instead of a goodbye. */
    void reset() throws IOException {
        socket.setSoLinger(true, 0);
        socket.close();
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
