package io.sequinmcp.sequin;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Which of the names there are was probably meant. */
public final class Nearest {
    private static final int LONGEST = 100;
    private static final int MOST = 5;
    private static final int SHORTEST_GUESS = 4;

    private Nearest() {}

    /** Those that were probably meant, likeliest first, five at most; all of them if there are no more than five. */
    static List<String> to(String wanted, Collection<String> existing) {
        String low = low(wanted);
        return existing.stream()
                .filter(name -> existing.size() <= MOST || distance(low, low(name)) < 1)
                .sorted(Comparator.comparingDouble((String name) -> distance(low, low(name)))
                        .thenComparing(Comparator.naturalOrder()))
                .limit(MOST)
                .toList();
    }

    /** The one that was meant but for upper case, separators and space; empty if two could be. */
    static Optional<String> same(String wanted, Collection<String> existing) {
        return only(existing.stream().filter(name -> bare(name).equals(bare(wanted))));
    }

    /**
     * The one word that was meant: the same, a slip or two away, or the only one that it is a part of. Empty if there
     * is a doubt.
     */
    public static Optional<String> meant(String wanted, Collection<String> words) {
        Optional<String> same = same(wanted, words);
        String bare = bare(wanted);
        if (same.isPresent() || bare.length() < SHORTEST_GUESS || bare.length() > LONGEST) {
            return same;
        }
        int slips = (bare.length() + 1) / 3;
        int least =
                words.stream().mapToInt(word -> edits(bare, bare(word))).min().orElse(Integer.MAX_VALUE);
        Optional<String> slipped = least > slips
                ? Optional.empty()
                : only(words.stream().filter(word -> edits(bare, bare(word)) == least));
        return slipped.isPresent()
                ? slipped
                : only(words.stream().filter(word -> bare(word).contains(bare) || bare.contains(bare(word))));
    }

    private static Optional<String> only(java.util.stream.Stream<String> candidates) {
        List<String> found = candidates.limit(2).toList();
        return found.size() == 1 ? Optional.of(found.get(0)) : Optional.empty();
    }

    private static String low(String name) {
        return name.toLowerCase(Locale.ROOT);
    }

    private static String bare(String name) {
        return low(name).replaceAll("[\\s_.-]+", "");
    }

    /** 0 is the same, 1 and more is nothing alike: edits by length, or a part of the other. */
    private static double distance(String a, String b) {
        if (a.isEmpty() || b.isEmpty()) {
            return 2;
        }
        double edits = (double) edits(a, b) / Math.max(a.length(), b.length());
        boolean part = a.length() > 2 && b.length() > 2 && (a.contains(b) || b.contains(a));
        return part ? Math.min(edits, 0.5) : edits * 2;
    }

    private static int edits(String wanted, String b) {
        String a = wanted.length() > LONGEST ? wanted.substring(0, LONGEST) : wanted;
        int[] row = new int[b.length() + 1];
        for (int j = 0; j <= b.length(); j++) {
            row[j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int substitution = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.min(substitution, Math.min(row[j], row[j - 1]) + 1);
            }
        }
        return row[b.length()];
    }
}
