-- What connectors of the configuration were used for; the others have it in their row. Runs on H2 and on PostgreSQL.

create table usage_of_declared (
    connector    varchar(255) primary key,
    calls        bigint       not null,
    last_used_at timestamp with time zone not null
);
