-- Accounts, connectors and caller tokens that were made while the service ran. Runs on H2 and on PostgreSQL.

-- Counts the changes of the three tables below. Whoever changes one of them holds this row until it commits, so that
-- revisions become visible in their order and every node finds what is new to it by "revision > ?".
create table registry (
    id       integer primary key,
    revision bigint  not null
);
insert into registry (id, revision) values (1, 0);

create table account (
    name            varchar(63)   primary key,
    url             varchar(2000) not null,
    -- encrypted
    api_token       text          not null,
    metrics_url     varchar(2000),
    -- name patterns, a JSON list
    protected_names text          not null,
    created_at      timestamp with time zone not null,
    created_by      varchar(255)  not null,
    updated_at      timestamp with time zone not null,
    deleted_at      timestamp with time zone,
    revision        bigint        not null
);
create index account_by_revision on account (revision);

create table connector (
    id                  varchar(40)  primary key,
    account             varchar(63)  not null,
    name                varchar(100) not null,
    -- as the operator wrote them, as JSON
    settings            text         not null,
    -- SHA-256, hexadecimal
    token               char(64)     not null unique,
    -- the one before a rotation, good for a grace period
    former_token        char(64),
    former_token_until  timestamp with time zone,
    expires_at          timestamp with time zone,
    created_at          timestamp with time zone not null,
    created_by          varchar(255) not null,
    updated_at          timestamp with time zone not null,
    revoked_at          timestamp with time zone,
    -- of no account for the revision
    last_used_at        timestamp with time zone,
    calls               bigint       not null default 0,
    revision            bigint       not null
);
create index connector_by_revision on connector (revision);
create index connector_by_account on connector (account, name, id);

create table caller_token (
    id           varchar(40)  primary key,
    name         varchar(100) not null,
    role         varchar(20)  not null,
    token        char(64)     not null unique,
    expires_at   timestamp with time zone,
    created_at   timestamp with time zone not null,
    created_by   varchar(255) not null,
    revoked_at   timestamp with time zone,
    revision     bigint       not null
);
create index caller_token_by_revision on caller_token (revision);

-- What was made under an idempotency key, for a day
create table idempotency (
    principal   varchar(255) not null,
    request_key varchar(255) not null,
    -- of the request, so that a key is not used for two
    fingerprint char(64)     not null,
    made        varchar(63)  not null,
    made_at     timestamp with time zone not null,
    primary key (principal, request_key)
);
create index idempotency_by_age on idempotency (made_at);
