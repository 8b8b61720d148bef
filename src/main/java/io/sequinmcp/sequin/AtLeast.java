package io.sequinmcp.sequin;

import org.eclipse.microprofile.config.spi.Converter;

/** Whole numbers of the configuration that have a lower bound. A smaller one stops the start. */
abstract class AtLeast implements Converter<Integer> {
    private static final long serialVersionUID = 1L;

    private final int least;

    private AtLeast(int least) {
        this.least = least;
    }

    @Override
    public Integer convert(String value) {
        int number;
        try {
            number = Integer.parseInt(value.strip());
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("must be a whole number", e);
        }
        if (number < least) {
            throw new IllegalArgumentException("must be at least " + least);
        }
        return number;
    }

    /** 0 or more. */
    public static final class Zero extends AtLeast {
        private static final long serialVersionUID = 1L;

        public Zero() {
            super(0);
        }
    }

    /** 1 or more. */
    public static final class One extends AtLeast {
        private static final long serialVersionUID = 1L;

        public One() {
            super(1);
        }
    }
}
