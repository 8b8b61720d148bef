package io.sequinmcp.contract;

import com.fasterxml.jackson.databind.JavaType;
import com.fasterxml.jackson.databind.type.TypeFactory;
import io.sequinmcp.sequin.generated.api.ApiKeysApi;
import io.sequinmcp.sequin.generated.api.BackfillsApi;
import io.sequinmcp.sequin.generated.api.ConfigApi;
import io.sequinmcp.sequin.generated.api.DatabasesApi;
import io.sequinmcp.sequin.generated.api.HttpEndpointsApi;
import io.sequinmcp.sequin.generated.api.LocalTunnelsApi;
import io.sequinmcp.sequin.generated.api.MetricsApi;
import io.sequinmcp.sequin.generated.api.ReplicationsApi;
import io.sequinmcp.sequin.generated.api.SinksApi;
import io.sequinmcp.sequin.generated.api.StreamsApi;
import io.sequinmcp.sequin.generated.api.SystemApi;
import java.lang.reflect.Method;
import java.lang.reflect.ParameterizedType;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/** What the generated client declares, found by reflection. */
final class Client {
    private static final List<Class<?>> APIS = List.of(
            ApiKeysApi.class,
            BackfillsApi.class,
            ConfigApi.class,
            DatabasesApi.class,
            HttpEndpointsApi.class,
            LocalTunnelsApi.class,
            MetricsApi.class,
            ReplicationsApi.class,
            SinksApi.class,
            StreamsApi.class,
            SystemApi.class);

    private Client() {}

    static Stream<Method> methods() {
        return APIS.stream().flatMap(api -> Arrays.stream(api.getMethods()));
    }

    /** The type in which the client hands out what was recorded. */
    static JavaType returnType(Recording recording) {
        String operation = Spec.operationOf(recording).orElseThrow().id();
        return methods()
                .filter(method -> method.getName().equals(operation))
                .map(method -> (ParameterizedType) method.getGenericReturnType())
                .map(uni -> TypeFactory.defaultInstance().constructType(uni.getActualTypeArguments()[0]))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no method of the client for " + recording));
    }
}
