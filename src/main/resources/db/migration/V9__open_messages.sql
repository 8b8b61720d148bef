-- What is in hand, without what is settled: some hundred of what may be a million messages. Runs on H2 and on PostgreSQL.

create index delivered_message_open on delivered_message (account, outcome, stream_id, delivery_id);
