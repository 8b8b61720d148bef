-- What was done, tried and refused. Runs on H2 and on PostgreSQL.

-- One chain of records per run of a node, so that no two processes ever write into one.
create table audit_chain (
    id              integer generated always as identity primary key,
    name            varchar(40) not null unique,
    started_at      timestamp with time zone not null,
    -- when the process last said that it lives
    seen_at         timestamp with time zone not null,
    -- when somebody closed what it had left open
    closed_at       timestamp with time zone,
    -- its last record: what is cut off behind is missed
    head_seq        bigint not null,
    head_hash       bytea  not null,
    -- up to where retention removed it, and the seal that only this service can make
    checkpoint_seq  bigint not null,
    checkpoint_hash bytea  not null,
    checkpoint_seal bytea
);

create table audit_record (
    chain           integer      not null,
    seq             bigint       not null,
    at              timestamp with time zone not null,
    kind            varchar(10)  not null,
    request_id      varchar(40),
    connector       varchar(255),
    connector_name  varchar(255),
    account         varchar(255),
    caller          varchar(255),
    address         varchar(64),
    client          varchar(64),
    client_version  varchar(64),
    operation       varchar(255) not null,
    -- a JSON object without secrets
    arguments       varchar(4000),
    resource_kind   varchar(40),
    resource_id     varchar(255),
    resource_name   varchar(255),
    plan_id         varchar(40),
    outcome         varchar(12)  not null,
    code            varchar(40),
    detail          varchar(1000),
    duration_micros bigint,
    -- how often it happened: what repeats at the door is counted
    times           bigint       not null,
    -- of an outcome: the record of the intent
    intent          varchar(40),
    hash            bytea        not null,
    primary key (chain, seq)
);
create index audit_record_by_time on audit_record (at desc, chain desc, seq desc);
create index audit_record_by_connector on audit_record (connector, at desc, chain desc, seq desc);

-- Intents without an outcome yet
create table audit_intent (
    chain integer not null,
    seq   bigint  not null,
    primary key (chain, seq)
);
