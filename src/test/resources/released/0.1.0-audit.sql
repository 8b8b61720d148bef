-- What an installation may have in its store that has run with the audit, from the seventh migration on: one run of a node, with an
-- intent whose outcome it did not live to write. Never changed: the hashes hold it together. hex '…' is written as each database has it.
insert into audit_chain (name, started_at, seen_at, head_seq, head_hash, checkpoint_seq, checkpoint_hash)
values ('run_tq7sf86mts28jr', timestamp with time zone '2026-12-01 11:00:00+00:00', timestamp with time zone '2026-12-01 11:01:00+00:00', 7, hex '243ab60ccaeec40caf5b954769987921c527d6490132a1a1c007a76d36236d44', 0, hex '0000000000000000000000000000000000000000000000000000000000000000');

insert into audit_record (chain, seq, at, kind, operation, arguments, outcome, times, hash)
values (1, 1, timestamp with time zone '2026-12-01 11:00:00+00:00', 'audit', 'start', '{"after":0,"seq":0,"hash":"0000000000000000000000000000000000000000000000000000000000000000"}', 'ok', 1, hex '18ee056eb67b7ae67ea1e55a52eab6d84dcd6e9425e98176807a111fe41ff28f');

insert into audit_record (chain, seq, at, kind, request_id, connector, connector_name, account, address, client, client_version, operation, arguments, outcome, duration_micros, times, hash)
values (1, 2, timestamp with time zone '2026-12-01 11:00:00+00:00', 'call', 'req_mimq0001-a1b2c3-1', 'con_first', 'on call', 'billing', '192.0.2.7', 'claude-code', '2.1.0', 'list_sinks', '{}', 'ok', 8200, 1, hex 'de3b83cc55bdda2ba326e46353f6112a0554096a7f78e5548f89e041ac49c761');

insert into audit_record (chain, seq, at, kind, request_id, connector, connector_name, account, address, client, client_version, operation, arguments, resource_kind, resource_id, resource_name, plan_id, outcome, times, hash)
values (1, 3, timestamp with time zone '2026-12-01 11:00:30+00:00', 'call', 'req_mimq0001-a1b2c3-2', 'con_first', 'on call', 'billing', '192.0.2.7', 'claude-code', '2.1.0', 'delete_sink', '{"sink_id_or_name":"old","plan_id":"plan_old"}', 'sink', '0b7d7d6e-0000-4000-8000-000000000001', 'old', 'plan_old', 'begun', 1, hex '22dba907f52eee8860dda168c80b31d9c8980502da4a42945ff4f19c71386606');

insert into audit_record (chain, seq, at, kind, request_id, connector, connector_name, account, address, client, client_version, operation, arguments, resource_kind, resource_id, resource_name, plan_id, outcome, duration_micros, times, intent, hash)
values (1, 4, timestamp with time zone '2026-12-01 11:00:30+00:00', 'call', 'req_mimq0001-a1b2c3-2', 'con_first', 'on call', 'billing', '192.0.2.7', 'claude-code', '2.1.0', 'delete_sink', '{"sink_id_or_name":"old","plan_id":"plan_old"}', 'sink', '0b7d7d6e-0000-4000-8000-000000000001', 'old', 'plan_old', 'ok', 44100, 1, '1-3', hex 'fdfdace2f289b3ecf3e17dbc9083c061f26b15edbdc8c1e433537eded67f7931');

insert into audit_record (chain, seq, at, kind, request_id, address, operation, outcome, code, times, hash)
values (1, 5, timestamp with time zone '2026-12-01 11:01:00+00:00', 'door', 'req_mimq0001-a1b2c3-3', '198.51.100.9', 'mcp', 'refused', 'unknown_url', 1, hex '3c9b4670457f46545a1a43f0e1498f30730066d7574b983e082ece0dc81a7180');

insert into audit_record (chain, seq, at, kind, request_id, account, caller, address, operation, resource_kind, resource_id, resource_name, outcome, duration_micros, times, hash)
values (1, 6, timestamp with time zone '2026-12-01 11:01:00+00:00', 'admin', 'req_mimq0001-a1b2c3-4', 'billing', 'admin', '192.0.2.1', 'revoke_connector', 'connector', 'con_gone', 'gone', 'ok', 3100, 1, hex '245819883a77a5402058f0b84ae3709b63bf4f6572ce96e61568a4351c7ee6c1');

insert into audit_record (chain, seq, at, kind, request_id, connector, connector_name, account, address, client, client_version, operation, arguments, resource_kind, resource_name, outcome, times, hash)
values (1, 7, timestamp with time zone '2026-12-01 11:01:00+00:00', 'call', 'req_mimq0001-a1b2c3-5', 'con_first', 'on call', 'billing', '192.0.2.7', 'claude-code', '2.1.0', 'ack_messages', '{"consumer_id_or_name":"invoices"}', 'stream', 'invoices', 'begun', 1, hex '243ab60ccaeec40caf5b954769987921c527d6490132a1a1c007a76d36236d44');

insert into audit_intent (chain, seq)
values (1, 7);

insert into usage_of_declared (connector, calls, last_used_at)
values ('cfg_reader', 41, timestamp with time zone '2026-12-01 11:01:00+00:00');
