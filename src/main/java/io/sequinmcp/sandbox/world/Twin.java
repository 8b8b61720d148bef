package io.sequinmcp.sandbox.world;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.io.OutputStream;
import java.io.Serializable;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;

/** Copies an object with all that hangs on it, but for what may be shared: what nobody changes, and what is outside. */
final class Twin {
    private final List<Object> shared = new ArrayList<>();

    private record Shared(int index) implements Serializable {}

    /** JSON trees are replaced, never changed, once they are stored. */
    private static boolean isShared(Object object) {
        return object instanceof JsonNode
                || object instanceof Catalog
                || object instanceof Table
                || object instanceof Change
                || object instanceof Traffic;
    }

    private final class Writer extends ObjectOutputStream {
        Writer(OutputStream out) throws IOException {
            super(out);
            enableReplaceObject(true);
        }

        @Override
        protected Object replaceObject(Object object) {
            if (!isShared(object)) {
                return object;
            }
            shared.add(object);
            return new Shared(shared.size() - 1);
        }
    }

    private final class Reader extends ObjectInputStream {
        Reader(InputStream in) throws IOException {
            super(in);
            enableResolveObject(true);
        }

        @Override
        protected Object resolveObject(Object object) {
            return object instanceof Shared place ? shared.get(place.index()) : object;
        }
    }

    Object of(Object original) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (Writer out = new Writer(bytes)) {
            out.writeObject(original);
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        try (Reader in = new Reader(new ByteArrayInputStream(bytes.toByteArray()))) {
            return in.readObject();
        } catch (IOException | ClassNotFoundException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
