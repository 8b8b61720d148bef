package io.sequinmcp.sequin;

import io.sequinmcp.sequin.ConfigPlan.Change;
import io.sequinmcp.sequin.ConfigPlan.Difference;
import io.sequinmcp.sequin.generated.model.ConfigRequest;
import io.smallrye.mutiny.Uni;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The account as one YAML. It knows no pins, so a caller whose reach is pinned is refused. */
public final class Configuration {
    private static final Pattern UNKNOWN_TABLE = Pattern.compile("not found in database '([^']+)'");

    private static final Set<String> FLEETING = Set.of("active_backfills", "health");
    private static final String HIDDEN = "***";

    private final Call call;
    private final Finder finder;

    Configuration(Call call) {
        this.call = call;
        this.finder = new Finder(call);
    }

    public Uni<ConfigExport> export() {
        return finder.wholeAccount("export the configuration")
                .flatMap(whole -> new ConfigDocuments(call).yaml())
                .map(yaml -> {
                    Map<String, Object> document = ConfigDocuments.read(yaml).content();
                    return new ConfigExport(cleared(yaml, document), Fields.frozen(Secrets.mask(document)));
                });
    }

    /** Plain headers that read like secrets are the one thing Sequin does not mask. */
    private static String cleared(String yaml, Map<String, Object> document) {
        String cleared = yaml;
        for (String secret : Secrets.plain(document)) {
            cleared = cleared.replace(secret, HIDDEN);
        }
        return cleared;
    }

    /** What applying would change. Sequin runs it in a transaction and does connect to new databases; up to 100 s. */
    public Uni<ConfigPlan> plan(String yaml) {
        String doing = "plan the configuration";
        return checked(doing, yaml).flatMap(notes -> new SecretReferences(call)
                .inYaml(yaml)
                .flatMap(complete -> call.send(
                        Effort.CONFIGURE,
                        doing,
                        client -> client.configuration.planConfig(new ConfigRequest().yaml(complete))))
                .onFailure(SequinException.class)
                .transform(failure -> explained((SequinException) failure))
                .map(generated -> plan(
                        new Fields(generated.fields()),
                        ConfigDocument.parse(yaml).hosts(),
                        notes)));
    }

    /** Makes and changes what the YAML lists, by name; never deletes. Up to 100 s. */
    public Uni<ConfigApplied> apply(String yaml) {
        String doing = "apply the configuration";
        return checked(doing, yaml)
                .flatMap(notes -> new SecretReferences(call)
                        .inYaml(yaml)
                        .flatMap(complete -> call.send(
                                Effort.CONFIGURE,
                                doing,
                                client -> client.configuration.applyConfig(new ConfigRequest().yaml(complete))))
                        .map(generated -> {
                            // The passwords in here are plain (recording 122)
                            Fields answer = new Fields(Secrets.mask(generated.fields()));
                            return new ConfigApplied(
                                    answer.objects("resources").stream()
                                            .map(Fields::values)
                                            .toList(),
                                    notes);
                        }))
                .onFailure(SequinException.class)
                .transform(failure -> explained(halfDone((SequinException) failure)))
                .eventually(call.client().consumers()::forgetAll);
    }

    private Uni<List<String>> checked(String doing, String yaml) {
        return finder.wholeAccount(doing).flatMap(whole -> {
            ConfigDocument document = ConfigDocument.parse(yaml);
            ConfigRules rules = new ConfigRules(
                    call.reach(), call.client().config().allowedYaml().orElse(Set.of()));
            return storedKinds(document).map(kinds -> rules.check(document, kinds));
        });
    }

    /** The functions that sinks of the YAML may use without it holding them; that they can't be read is no reason. */
    private Uni<Map<String, String>> storedKinds(ConfigDocument document) {
        return document.entries("sinks").isEmpty()
                ? Uni.createFrom().item(Map.of())
                : new ConfigDocuments(call)
                        .stored()
                        .map(ConfigDocument::functionKinds)
                        .onFailure()
                        .recoverWithItem(Map.of());
    }

    /** What is wrong with a YAML is wrong with that argument; and a bare 500 most often is a value of another type. */
    private static SequinException explained(SequinException failure) {
        Problem problem = failure.problem();
        ErrorBody body = failure.body();
        boolean refused = problem.status() != null && (problem.status() == 422 || problem.status() == 400);
        Matcher unknownTable = UNKNOWN_TABLE.matcher(body == null ? "" : body.words());
        if (refused && unknownTable.find()) {
            // Sequin knows the tables of its last look only (recordings 511, 547)
            return new SequinException(
                    problem.saying(
                                    problem.message()
                                            + " Correct the name; if the table is new, Sequin has to read the tables anew first.")
                            .at("yaml", List.of())
                            .next(
                                    NextStep.of(
                                            "refresh_database_tables", "database_id_or_name", unknownTable.group(1)),
                                    NextStep.again()),
                    body);
        }
        if (refused && problem.field() == null) {
            return new SequinException(problem.at("yaml", List.of()), body);
        }
        if (failure.hasStatus(500) && body != null && body.byFramework()) {
            return new SequinException(
                    problem.saying(problem.message()
                                    + " Sequin fails like this on values it doesn't expect; compare the YAML with what"
                                    + " an export looks like.")
                            .at("yaml", List.of())
                            .next(NextStep.of("export_config")),
                    body);
        }
        return failure;
    }

    /**
     * After the configuration is stored, actions run; when one fails, the answer is a 500 all the same (section 9.4).
     */
    private static SequinException halfDone(SequinException failure) {
        ErrorBody body = failure.body();
        if (body == null || !body.complains("Successfully applied config")) {
            return failure;
        }
        return new SequinException(
                failure.problem()
                        .saying("The configuration is stored, but an action after it failed: "
                                + UpstreamText.quote(body.words())
                                + ". Don't apply it again for that; see what is missing.")
                        .next(NextStep.of("export_config")),
                body);
    }

    /** Sequin lists every resource of the account as an update, whether it differs or not (section 9.3). */
    private static ConfigPlan plan(Fields answer, List<String> hosts, List<String> notes) {
        List<Change> changes = new ArrayList<>();
        int unchanged = 0;
        for (Fields change : answer.objects("changes")) {
            Fields before = change.object("old");
            Map<String, Object> after = change.map("new");
            Map<String, Difference> fields =
                    differences(before == null ? Map.of() : Secrets.mask(before.values()), Secrets.mask(after));
            if (fields.isEmpty()) {
                unchanged++;
            } else {
                changes.add(new Change(
                        change.textOrEmpty("resource_type"),
                        change.textOrEmpty("action"),
                        new Fields(after).text("name"),
                        fields));
            }
        }
        List<String> actions = answer.objects("actions").stream()
                .map(action -> UpstreamText.clean(action.textOrEmpty("description")))
                .toList();
        List<String> all = new ArrayList<>(notes);
        if (changes.stream().anyMatch(change -> change.action().equals("update"))) {
            all.add("A changed secret shows only if its mask differs.");
        }
        return new ConfigPlan(changes, unchanged, actions, hosts, all);
    }

    private static Map<String, Difference> differences(Map<String, Object> before, Map<String, Object> after) {
        Set<String> names = new LinkedHashSet<>(after.keySet());
        names.addAll(before.keySet());
        names.removeAll(FLEETING);
        Map<String, Difference> differences = new LinkedHashMap<>();
        for (String name : names) {
            @Nullable Object old = before.get(name);
            @Nullable Object now = after.get(name);
            if (!Objects.equals(old, now)) {
                differences.put(name, new Difference(old, now));
            }
        }
        return differences;
    }
}
