package io.sequinmcp.audit;

import io.sequinmcp.store.Store;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import javax.sql.DataSource;

/** A database that can be made to commit without saying so, or to break. */
final class LosingAnswers {
    private final DataSource database;
    private boolean lose;
    private boolean broken;

    LosingAnswers(DataSource database) {
        this.database = database;
    }

    Store store() {
        DataSource losing = proxy(DataSource.class, database, true);
        return new Store(losing, Runnable::run);
    }

    void loseNext() {
        lose = true;
    }

    void breakNext() {
        broken = true;
    }

    private <T> T proxy(Class<T> type, T real, boolean source) {
        return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, (self, method, given) -> {
            if (method.getName().equals("getConnection") && broken) {
                broken = false;
                throw new NoClassDefFoundError("a part of the driver");
            }
            try {
                Object result = method.invoke(real, given);
                if (method.getName().equals("commit") && lose) {
                    lose = false;
                    throw new SQLException("connection reset", "08006");
                }
                return source && result instanceof Connection connection
                        ? proxy(Connection.class, connection, false)
                        : result;
            } catch (InvocationTargetException e) {
                throw e.getCause();
            }
        }));
    }
}
