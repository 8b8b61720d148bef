-- What receive_messages handed out. Runs on H2 and on PostgreSQL.
-- One row per message and hand-out: a message that comes back is a new row of a later delivery.

create table delivery (
    id          varchar(40)  primary key,
    -- the order of deliveries, where the clock is too coarse for it
    serial      bigint generated always as identity,
    connector   varchar(255) not null,
    account     varchar(255) not null,
    stream_id   varchar(100) not null,
    stream_name varchar(255) not null,
    received_at timestamp with time zone not null,
    lease_until timestamp with time zone not null
);
create index delivery_by_connector on delivery (connector, account, stream_id, serial);
create index delivery_by_age on delivery (received_at);

create table delivered_message (
    delivery_id     varchar(40)  not null references delivery (id) on delete cascade,
    place           integer      not null,
    ack_id          varchar(100) not null,
    -- of the delivery, repeated so that one index finds a message
    account         varchar(255) not null,
    stream_id       varchar(100) not null,
    -- Sequin's, the same for every hand-out of one change; null if a transform dropped it
    idempotency_key varchar(255),
    action          varchar(20),
    table_name      varchar(255),
    primary_keys    varchar(1000),
    -- null while open; 'acked', 'nacked', or 'redelivered' when a later delivery holds it
    outcome         varchar(12),
    settled_at      timestamp with time zone,
    primary key (delivery_id, ack_id)
);
create index delivered_message_by_ack_id on delivered_message (account, stream_id, ack_id);
create index delivered_message_by_change on delivered_message (account, stream_id, idempotency_key);
