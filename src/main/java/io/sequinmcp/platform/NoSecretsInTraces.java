package io.sequinmcp.platform;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.AttributeType;
import io.opentelemetry.context.Context;
import io.opentelemetry.sdk.trace.ReadWriteSpan;
import io.opentelemetry.sdk.trace.ReadableSpan;
import io.opentelemetry.sdk.trace.SpanProcessor;
import io.quarkus.arc.Unremovable;
import io.sequinmcp.sequin.SecretText;
import jakarta.inject.Singleton;
import java.util.regex.Pattern;

/**
 * Takes secrets out of spans as they begin, before anything exports them. The path of a request to a connector is one:
 * its token.
 */
@Unremovable
@Singleton
class NoSecretsInTraces implements SpanProcessor {
    private static final Pattern CONNECTOR_PATH = Pattern.compile("/mcp/[^/?#\\s]+");

    @Override
    public void onStart(Context parent, ReadWriteSpan span) {
        String name = clean(span.getName());
        if (!name.equals(span.getName())) {
            span.updateName(name);
        }
        span.getAttributes().forEach((key, value) -> {
            if (key.getType() == AttributeType.STRING) {
                String text = String.valueOf(value);
                String clean = clean(text);
                if (!clean.equals(text)) {
                    span.setAttribute(AttributeKey.stringKey(key.getKey()), clean);
                }
            }
        });
    }

    static String clean(String text) {
        return SecretText.scrubbed(CONNECTOR_PATH.matcher(text).replaceAll("/mcp/{token}"));
    }

    @Override
    public boolean isStartRequired() {
        return true;
    }

    @Override
    public void onEnd(ReadableSpan span) {}

    @Override
    public boolean isEndRequired() {
        return false;
    }
}
