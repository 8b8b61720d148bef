package io.sequinmcp.tools;

import com.fasterxml.jackson.databind.EnumNamingStrategies;
import com.fasterxml.jackson.databind.annotation.EnumNaming;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** An enum that a parameter offers: agents and Sequin spell its constants in lower case. */
@EnumNaming(EnumNamingStrategies.SnakeCaseStrategy.class)
public interface Choice {
    String name();

    /** As it is sent. */
    default String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    static @Nullable String wordOf(@Nullable Choice choice) {
        return choice == null ? null : choice.word();
    }
}
