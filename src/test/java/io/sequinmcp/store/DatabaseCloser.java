package io.sequinmcp.store;

import java.io.IOException;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** Closes the databases that a test opened, whichever test it is: JUnit finds this by itself. */
public final class DatabaseCloser implements AfterEachCallback {
    @Override
    public void afterEach(ExtensionContext test) throws IOException {
        TestDatabase.closeAll();
    }
}
