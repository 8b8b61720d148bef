package io.sequinmcp.gateway;

import java.util.List;

/** A tool's result with what is to be told beside it. */
record Remarked(Object result, List<String> notes) {}
