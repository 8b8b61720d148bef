package io.sequinmcp.plans;

/**
 * What a plan is about.
 *
 * @param kind what is done to what, such as {@code delete_sink}
 * @param id stays the same when the thing is renamed
 * @param name for people
 */
public record Target(String kind, String id, String name) {
    boolean isSameAs(Target other) {
        return kind.equals(other.kind) && id.equals(other.id);
    }
}
