package io.sequinmcp.sandbox;

import io.sequinmcp.sandbox.demo.DemoWorld;
import io.vertx.core.Vertx;
import java.time.Clock;

/** Runs the sandbox as a process of its own, so that it outlives the service it is tried with. */
public final class SandboxMain {
    private static final int DEFAULT_PORT = 17_376;

    private SandboxMain() {}

    /** @param arguments {@code --port N}, 0 for a free one */
    public static void main(String[] arguments) {
        Vertx vertx = Vertx.vertx();
        new SandboxServer(vertx, DemoWorld.create(Clock.systemUTC()))
                .start(port(arguments))
                .onSuccess(port -> System.out.println("Sandbox URL: http://127.0.0.1:" + port))
                .onFailure(failure -> {
                    System.err.println("The sandbox did not start: " + failure.getMessage());
                    vertx.close().onComplete(closed -> Runtime.getRuntime().halt(1));
                });
    }

    private static int port(String[] arguments) {
        return switch (arguments.length) {
            case 0 -> DEFAULT_PORT;
            case 2 -> Integer.parseInt(arguments[1]);
            default -> throw new IllegalArgumentException("Usage: SandboxMain [--port N]");
        };
    }
}
