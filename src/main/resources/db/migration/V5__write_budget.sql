-- How many writes a connector has made on a day. Runs on H2 and on PostgreSQL.

create table write_budget (
    connector  varchar(255) not null,
    -- such as 2027-01-31
    day_of_utc varchar(10)  not null,
    used       integer      not null,
    primary key (connector, day_of_utc)
);
