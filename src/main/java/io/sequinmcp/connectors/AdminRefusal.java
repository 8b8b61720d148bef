package io.sequinmcp.connectors;

import java.util.List;

/** An admin act that is not done, and why. Its message is shown to the one who asked. */
public final class AdminRefusal extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** What kind of refusal it is. */
    public enum Reason {
        INVALID,
        NOT_FOUND,
        CONFLICT,
        /** It is not what the caller last saw. */
        CHANGED,
        /** It does not say what the caller last saw. */
        UNCONDITIONAL,
        /** It is declared in the configuration, and changed there. */
        DECLARED
    }

    /**
     * What is wrong with one field.
     *
     * @param field such as {@code config.methods}
     */
    public record FieldError(String field, String detail) {}

    private final Reason reason;
    private final transient List<FieldError> errors;

    public AdminRefusal(Reason reason, String message, List<FieldError> errors) {
        super(message, null, false, false);
        this.reason = reason;
        this.errors = List.copyOf(errors);
    }

    public AdminRefusal(Reason reason, String message) {
        this(reason, message, List.of());
    }

    static AdminRefusal invalid(List<FieldError> errors) {
        return new AdminRefusal(Reason.INVALID, "Some fields are not as they must be.", errors);
    }

    static AdminRefusal invalid(String field, String detail) {
        return invalid(List.of(new FieldError(field, detail)));
    }

    public Reason reason() {
        return reason;
    }

    public List<FieldError> errors() {
        return errors;
    }
}
