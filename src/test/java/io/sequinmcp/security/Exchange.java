package io.sequinmcp.security;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.nio.charset.StandardCharsets;

/**
 * One request over a socket of its own, byte by byte as given.
 *
 * @param status of the answer; 0 if the server hung up without one, -1 if it did neither within the time
 * @param text all of the answer
 */
record Exchange(int status, String text) {
    static final int HUNG_UP = 0;
    static final int NEITHER = -1;
    private static final int AFTER_ANSWER_MILLIS = 300;

    /** Sends the bytes, says that no more will come, and takes what comes back until the server hangs up. */
    static Exchange send(URI server, byte[] request, int patienceMillis) throws IOException {
        try (Socket socket = new Socket(server.getHost(), server.getPort())) {
            socket.setSoTimeout(patienceMillis);
            socket.setTcpNoDelay(true);
            try {
                socket.getOutputStream().write(request);
                socket.getOutputStream().flush();
            } catch (IOException e) {
                // It hung up while we wrote; what it said before may be there
            }
            return read(socket);
        }
    }

    /**
     * Takes what comes until the server hangs up, or for a while longer once there is an answer: some answers to what
     * is no HTTP leave the connection to its idle timeout.
     */
    private static Exchange read(Socket socket) throws IOException {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        InputStream in = socket.getInputStream();
        byte[] buffer = new byte[8192];
        try {
            for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                all.write(buffer, 0, read);
                if (all.toString(StandardCharsets.ISO_8859_1).contains("\r\n\r\n")) {
                    socket.setSoTimeout(AFTER_ANSWER_MILLIS);
                }
            }
        } catch (SocketTimeoutException e) {
            return of(all, NEITHER);
        } catch (IOException e) {
            return of(all, HUNG_UP);
        }
        return of(all, HUNG_UP);
    }

    private static Exchange of(ByteArrayOutputStream all, int otherwise) {
        String text = all.toString(StandardCharsets.ISO_8859_1);
        boolean answered = text.matches("(?s)HTTP/1\\.[01] \\d{3}.*");
        return new Exchange(answered ? Integer.parseInt(text.substring(9, 12)) : otherwise, text);
    }
}
