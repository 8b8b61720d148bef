-- What an installation of the first release may have in its store. Never changed: that is what is out there.
insert into account (name, url, api_token, metrics_url, protected_names, created_at, created_by, updated_at, revision)
values ('billing', 'http://sequin.billing:7376', 'AclfhD1+RkdlWbgkRp7/sKehTwYCyYSkhySB3MdMHe5AzbErzb0Ge0XKWN0AHE7pFebKerI=', 'http://sequin.billing:8376/metrics', '["billing_*"]',
        timestamp with time zone '2026-11-30 08:00:00+00:00', 'admin', timestamp with time zone '2026-11-30 08:00:00+00:00', 1);

insert into connector (id, account, name, settings, token, former_token, former_token_until, expires_at, created_at, created_by, updated_at, revoked_at, last_used_at, calls, revision)
values ('con_first', 'billing', 'on call', '{"methods":["read","custom"],"tools":{"deny":["nack_messages"]},"limits":{"writes_per_day":2}}',
        'aa00000000000000000000000000000000000000000000000000000000000001', 'aa00000000000000000000000000000000000000000000000000000000000000',
        timestamp with time zone '2026-12-01 13:00:00+00:00', timestamp with time zone '2027-06-30 00:00:00+00:00',
        timestamp with time zone '2026-11-30 08:01:00+00:00', 'admin', timestamp with time zone '2026-12-01 12:00:00+00:00', null,
        timestamp with time zone '2026-12-01 11:59:00+00:00', 17, 3);

insert into connector (id, account, name, settings, token, created_at, created_by, updated_at, revoked_at, revision)
values ('con_gone', 'billing', 'gone', '{}', 'bb00000000000000000000000000000000000000000000000000000000000001',
        timestamp with time zone '2026-11-30 08:01:00+00:00', 'admin', timestamp with time zone '2026-11-30 09:00:00+00:00',
        timestamp with time zone '2026-11-30 09:00:00+00:00', 4);

insert into caller_token (id, name, role, token, created_at, created_by, revision)
values ('clr_first', 'ci', 'operator', 'cc00000000000000000000000000000000000000000000000000000000000001',
        timestamp with time zone '2026-11-30 08:02:00+00:00', 'admin', 5);

update registry set revision = 5 where id = 1;

insert into delivery (id, connector, account, stream_id, stream_name, received_at, lease_until)
values ('dlv_first', 'con_first', 'billing', '7d0c0b7e-0000-4000-8000-000000000001', 'invoices',
        timestamp with time zone '2026-12-01 12:00:00+00:00', timestamp with time zone '2026-12-01 12:00:30+00:00');

insert into delivered_message (delivery_id, place, ack_id, account, stream_id, idempotency_key, action, table_name, primary_keys, outcome, settled_at)
values ('dlv_first', 0, '00000000-0000-4000-8000-000000000001', 'billing', '7d0c0b7e-0000-4000-8000-000000000001', 'a:1', 'insert', 'public.invoices', '["1"]',
        'acked', timestamp with time zone '2026-12-01 12:00:05+00:00');

insert into delivered_message (delivery_id, place, ack_id, account, stream_id, idempotency_key, action, table_name, primary_keys)
values ('dlv_first', 1, '00000000-0000-4000-8000-000000000002', 'billing', '7d0c0b7e-0000-4000-8000-000000000001', 'a:2', 'insert', 'public.invoices', '["2"]');

insert into plan (id, connector, account, kind, target_id, target_name, state, payload, created_at, expires_at)
values ('plan_first', 'con_first', 'billing', 'config', 'config', 'config', '{}', 'AclfhD2ZTwV4KeZSJOj5+Phg1ladPTqhiN0Cy62BYBggR3kFBm1vtHaz',
        timestamp with time zone '2026-12-01 12:00:00+00:00', timestamp with time zone '2026-12-01 12:10:00+00:00');

insert into stored_secret (name, owner, encrypted, created_at)
values ('api-key-first', 'billing ci', 'AclfhD0lfDI2cpiNVzYdx9qKbTlGjMPsFHtdNmQRhjDQ77GQR9k6Dok=', timestamp with time zone '2026-11-30 08:03:00+00:00');

insert into write_budget (connector, day_of_utc, used) values ('con_first', '2026-12-01', 1);
