package io.sequinmcp.sequin;

import java.util.Comparator;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A version of Sequin, such as {@code 0.14.6}. */
record SequinVersion(int major, int minor, int patch) implements Comparable<SequinVersion> {
    private static final Pattern FORM = Pattern.compile("v?(\\d{1,6})\\.(\\d{1,6})\\.(\\d{1,6})(?:[-+].*)?");
    private static final Comparator<SequinVersion> ORDER = Comparator.comparingInt(SequinVersion::major)
            .thenComparingInt(SequinVersion::minor)
            .thenComparingInt(SequinVersion::patch);

    /** Empty for what can't be compared, such as the name of a build of somebody's own. */
    static Optional<SequinVersion> parse(String text) {
        Matcher version = FORM.matcher(text.strip());
        return version.matches()
                ? Optional.of(new SequinVersion(
                        Integer.parseInt(version.group(1)),
                        Integer.parseInt(version.group(2)),
                        Integer.parseInt(version.group(3))))
                : Optional.empty();
    }

    boolean isBefore(SequinVersion other) {
        return compareTo(other) < 0;
    }

    @Override
    public int compareTo(SequinVersion other) {
        return ORDER.compare(this, other);
    }

    @Override
    public String toString() {
        return major + "." + minor + "." + patch;
    }
}
