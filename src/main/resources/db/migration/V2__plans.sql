-- What was previewed and may be done once. Runs on H2 and on PostgreSQL.

create table plan (
    id          varchar(40)  primary key,
    connector   varchar(255) not null,
    account     varchar(255) not null,
    kind        varchar(40)  not null,
    target_id   varchar(255) not null,
    target_name varchar(255) not null,
    -- hashes of the fields the preview was made from, as JSON
    state       text         not null,
    -- what is to be done, encrypted by whoever made the plan; null where kind and target say it all
    payload     text,
    created_at  timestamp with time zone not null,
    expires_at  timestamp with time zone not null,
    used_at     timestamp with time zone
);
create index plan_by_expiry on plan (expires_at);
