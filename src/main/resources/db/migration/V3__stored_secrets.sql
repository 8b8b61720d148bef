-- Secrets that were made here, such as the tokens of API keys. Runs on H2 and on PostgreSQL.

create table stored_secret (
    name       varchar(63)  primary key,
    -- what it goes with, such as an API key of an account
    owner      varchar(600) not null,
    -- with the service's encryption key
    encrypted  text         not null,
    created_at timestamp with time zone not null
);
