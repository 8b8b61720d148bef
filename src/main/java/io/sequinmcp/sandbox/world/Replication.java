package io.sequinmcp.sandbox.world;

import java.io.Serializable;

/** Sequin's record of a replication slot. A database may have several; only its first one is used. */
public final class Replication implements Serializable {
    private final String id;
    private final String databaseId;
    private String slotName;
    private String publicationName;
    private String status = "active";

    public Replication(String id, String databaseId, String slotName, String publicationName) {
        this.id = id;
        this.databaseId = databaseId;
        this.slotName = slotName;
        this.publicationName = publicationName;
    }

    public String id() {
        return id;
    }

    public String databaseId() {
        return databaseId;
    }

    public String slotName() {
        return slotName;
    }

    public String publicationName() {
        return publicationName;
    }

    /** {@code active} or {@code disabled}. */
    public String status() {
        return status;
    }

    public void slotName(String newName) {
        this.slotName = newName;
    }

    public void publicationName(String newName) {
        this.publicationName = newName;
    }

    public void status(String newStatus) {
        this.status = newStatus;
    }
}
