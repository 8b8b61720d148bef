-- The other ways in which records are looked for. Runs on H2 and on PostgreSQL.

create index audit_record_by_request on audit_record (request_id);
create index audit_record_by_operation on audit_record (operation, at desc, chain desc, seq desc);
create index audit_record_by_address on audit_record (address, at desc, chain desc, seq desc);
