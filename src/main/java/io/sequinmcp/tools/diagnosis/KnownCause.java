package io.sequinmcp.tools.diagnosis;

import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What a text of Sequin's means and what to do (Sequin 0.14.6, section 14 of the facts).
 *
 * @param text how to know it, in any case
 * @param meaning one or two sentences
 */
record KnownCause(Pattern text, String meaning) {
    private static final List<KnownCause> OF_DATABASES = List.of(
            cause(
                    "issue with publication",
                    "The publication was made after the replication slot, which doesn't know it. Drop the slot in"
                            + " Postgres and create it again, the publication first."),
            cause(
                    "publication",
                    "The publication is not in that database. Create it there, before the slot (create publication …"
                            + " for all tables;), or name the right one."),
            cause(
                    "in use by another|is active for pid",
                    "Another Sequin or tool reads the replication slot. A slot has one reader: stop the other, or make"
                            + " a slot of its own for this database."),
            cause(
                    "slot",
                    "The replication slot is not in that database. Create it (select"
                            + " pg_create_logical_replication_slot('…', 'pgoutput');); changes made before are lost, a"
                            + " backfill brings the rows. Neon drops slots that are idle for about 45 minutes."),
            cause(
                    "wal_level",
                    "Postgres does not write what replication needs: wal_level must be logical, which takes a restart"
                            + " of Postgres; managed ones have a switch of their own."),
            cause(
                    "pooler\\.supabase",
                    "Sequin can't replicate through Supabase's pooler; use the host name of the direct connection."),
            cause("nxdomain", "The host name of the database is not known to Sequin."),
            cause("econnrefused", "Nothing listens on that host and port; an update without a port may have reset it."),
            cause(
                    "timeout|ehostunreach|timed out",
                    "The database does not answer Sequin: a firewall, a private network, or it is down."),
            cause(
                    "password|authentication",
                    "Postgres refuses the login. Give its entry the right username and password."),
            cause("ssl|tls", "The server and the setting ssl don't agree; ssl is true only for a server with TLS."),
            cause(
                    "permission|privilege",
                    "The user lacks a right: connect on the database, select on the tables, and the attribute"
                            + " replication."),
            cause("does not exist", "There is no database of that name on the server."));

    private static final List<KnownCause> OF_CHECKS = List.of(
            cause(
                    "issue with publication",
                    "The publication was made after the replication slot, which doesn't know it. Drop the slot in"
                            + " Postgres and create it again, the publication first."),
            cause(
                    "in use by another|is active for pid",
                    "Another Sequin or tool reads the replication slot. A slot has one reader: stop the other."),
            cause(
                    "expected .{0,80}event|internal error",
                    "No check of Sequin's ran for five minutes: its background jobs or the slot don't run. See whether"
                            + " the database connects, and restart Sequin if it does."),
            cause("replication slot|slot .{0,60}(not|missing)", "Something is wrong with the replication slot."));

    private static final List<KnownCause> OF_DELIVERY = List.of(
            cause(
                    "too large|too big|maximum size|size limit|exceeds",
                    "A message is larger than the destination takes: SQS and SNS 256 KB, Kafka, Event Hubs and S2 1 MB"
                            + " by default, Pub/Sub 10 MB. A transform can make it smaller."),
            cause(
                    "unauthorized|forbidden|\\b401\\b|\\b403\\b|sasl|credential|access.?denied|authenti",
                    "The destination refuses the credentials. Send it complete, with the right ones."),
            cause(
                    "webhook endpoint|http",
                    "The endpoint does not answer with a 2xx in time; a whole batch fails together."),
            cause(
                    "nxdomain|econnrefused|closed|timeout|timed out|unreachable",
                    "The destination can't be reached from Sequin, or is too slow."));

    private static KnownCause cause(String text, String meaning) {
        return new KnownCause(Pattern.compile(text, Pattern.CASE_INSENSITIVE), meaning);
    }

    /** Why a database can't be used. */
    static Optional<String> ofDatabase(String words) {
        return in(OF_DATABASES, words);
    }

    /** Why a check of a sink fails, other than its delivery. */
    static Optional<String> ofCheck(String words) {
        return in(OF_CHECKS, words);
    }

    /** Why messages are not taken. */
    static Optional<String> ofDelivery(String words) {
        return in(OF_DELIVERY, words);
    }

    private static Optional<String> in(List<KnownCause> causes, String words) {
        return causes.stream()
                .filter(cause -> cause.text().matcher(words).find())
                .map(KnownCause::meaning)
                .findFirst();
    }
}
