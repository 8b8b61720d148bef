package io.sequinmcp.connectors;

import io.sequinmcp.sequin.Account;
import java.util.Collection;

/** Where accounts come from: the configuration, the sandbox. Every bean of this type is asked. */
public interface AccountSource {
    Collection<Account> accounts();
}
