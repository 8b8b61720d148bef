package io.sequinmcp.sequin;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.io.JsonStringEncoder;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.deser.std.StdScalarDeserializer;
import com.fasterxml.jackson.databind.deser.std.StringDeserializer;
import com.fasterxml.jackson.databind.module.SimpleModule;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Keeps the operator's secrets out of what Sequin answers: wherever one stands, masked or not, its reference is shown
 * instead. That happens while an answer is read, before anything else sees it.
 */
final class SecretEchoes {
    private final SecretVault vault;
    private final String account;

    SecretEchoes(SecretVault vault, String account) {
        this.vault = vault;
        this.account = account;
    }

    /** The text of one field. */
    String hidden(String text) {
        List<Secret> secrets = vault.known();
        if (secrets.isEmpty() || text.length() < Secret.SHORTEST) {
            return text;
        }
        String hidden = hiddenWithin(text, secrets);
        return hidden.indexOf('*') < 0 ? hidden : unmasked(hidden, secrets);
    }

    /** A whole answer that may be anything, with secrets escaped as JSON or a URL escapes them. */
    String hiddenInRaw(String text) {
        return hiddenWithin(text, vault.known());
    }

    private String hiddenWithin(String text, List<Secret> secrets) {
        String hidden = text;
        // The longest first: one secret may be a part of another
        for (Secret secret : secrets.stream()
                .sorted(Comparator.comparing((Secret one) -> one.value().length())
                        .reversed())
                .toList()) {
            for (String form : forms(secret.value())) {
                hidden = hidden.replace(form, secret.reference());
            }
        }
        return hidden;
    }

    private static Set<String> forms(String value) {
        Set<String> forms = new LinkedHashSet<>();
        String escaped = new String(JsonStringEncoder.getInstance().quoteAsString(value));
        forms.add(new String(JsonStringEncoder.getInstance().quoteAsString(escaped)));
        forms.add(escaped);
        forms.add(value);
        forms.add(URLEncoder.encode(value, StandardCharsets.UTF_8));
        return forms;
    }

    /** What Sequin masked tells the beginning, the end and the length; the reference tells what it is, and no more. */
    private String unmasked(String text, List<Secret> secrets) {
        for (Secret secret : secrets) {
            for (String scheme : SecretReference.SCHEMES) {
                if (secret.isFor(account)
                        && Secrets.maskOf(scheme + secret.value()).equals(text)) {
                    return scheme + secret.reference();
                }
            }
        }
        return text;
    }

    /** Hides them in every text that is read with it. */
    SimpleModule whileReading() {
        return new SimpleModule("secret echoes").addDeserializer(String.class, new Hiding());
    }

    private final class Hiding extends StdScalarDeserializer<String> {
        private static final long serialVersionUID = 1L;

        Hiding() {
            super(String.class);
        }

        @Override
        public @Nullable String deserialize(JsonParser parser, DeserializationContext context) throws IOException {
            String text = StringDeserializer.instance.deserialize(parser, context);
            return text == null ? null : hidden(text);
        }
    }
}
