package io.sequinmcp.sequin;

import java.util.List;

/**
 * All hosts that a secret would reach.
 *
 * @param unknown whether there may be others, so that no secret may go there
 */
record SecretTargets(List<SecretTarget> targets, boolean unknown) {
    boolean within(Secret secret) {
        return secret.hosts().contains("*") || (!unknown && targets.stream().allMatch(secret::mayGoTo));
    }

    String words() {
        return unknown
                ? "where it would go can't be told"
                : "it would go to "
                        + String.join(
                                ", ",
                                targets.stream()
                                        .map(SecretTarget::toString)
                                        .map(UpstreamText::clean)
                                        .toList());
    }
}
