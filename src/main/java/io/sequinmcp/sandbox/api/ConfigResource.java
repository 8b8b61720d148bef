package io.sequinmcp.sandbox.api;

import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * A resource as plan and export show it.
 *
 * @param key what makes two of one type the same: its name, or a user's e-mail address
 */
record ConfigResource(String type, String key, ObjectNode view) {
    boolean isSameAs(ConfigResource other) {
        return type.equals(other.type) && key.equals(other.key);
    }
}
