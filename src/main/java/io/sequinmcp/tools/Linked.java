package io.sequinmcp.tools;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** An answer about something that can be read by its address, too, with all there is to it. */
public interface Linked {
    /** Null where the answer shows all there is. */
    @Nullable
    Link link();

    /**
     * The address of a resource.
     *
     * @param tool a connector that has not this tool has not the resource either
     */
    record Link(String uri, String name, String mimeType, String tool) {
        static Link of(String kind, String name, String tool) {
            // Of a form, a space would be a plus
            String part = URLEncoder.encode(name, StandardCharsets.UTF_8).replace("+", "%20");
            return new Link("sequin://" + kind + "/" + part, name, "application/json", tool);
        }
    }
}
