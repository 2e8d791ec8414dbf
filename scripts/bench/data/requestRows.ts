// The rows of what people are asked and told, as SQL over the population: requests, visits, codes, mails, and what came in.

/** Requests of a milestone; and its mails, each of a request. */
const requests = 'generate_series(1, case when is_long then 60 else 2 end)';
const mails = 'generate_series(1, case when is_long then 180 else 2 end)';
const lateMail = `i % 40 = 0`;
const unread = `i % 1000 = 5`;

export const requestRows: readonly string[] = [
  `insert into requests (request_id, milestone_id, engagement_id, person_id, kind, round, created_at, expires_at)
   select 'R' || i || '-' || k, milestone_id, engagement_id, 'approver' || k % 3 + 1, 'signature', (k + 2) / 3,
     created_at + k * interval '1 minute', created_at + interval '180 days'
   from n cross join ${requests} k where not is_disposed`,
  `insert into request_links (engagement_id, request_id, nonce, token_hash, reply_token_hash)
   select engagement_id, 'R' || i || '-' || k, 'nonce' || i || '-' || k, encode(sha256(('token' || i || '-' || k)::bytea), 'hex'),
     encode(sha256(('reply' || i || '-' || k)::bytea), 'hex')
   from n cross join ${requests} k where not is_disposed`,
  `insert into request_visits (engagement_id, request_id, at, method, is_human)
   select engagement_id, 'R' || i || '-' || case when is_long then k % 3 + 1 else k end, created_at + k * interval '1 hour', 'GET', k % 2 = 0
   from n cross join generate_series(1, case when is_long then 300 else 2 end) k
   where not is_disposed and (k % 2 = 0 or created_at > now() - interval '181 days')`,
  `insert into confirmation_codes (engagement_id, code_id, request_id, code_hash, attempts, created_at, expires_at, used_at)
   select engagement_id, 'code-' || i || '-' || k, 'R' || i || '-1', digest, k % 2, now() - k * interval '20 minutes',
     now() - (k * 20 - 15) * interval '1 minute' + case when k = 1 then interval '1 day' else interval '0' end,
     case when k > 1 then now() - k * interval '19 minutes' end
   from n cross join generate_series(1, case when is_long then 20 else 2 end) k where not is_disposed and (is_long or i % 10 = 1)`,
  `insert into mails (mail_id, milestone_id, engagement_id, kind, recipient_id, to_address, round, sequence, request_id, model,
     message_id_header, sent_at, due_at, queued_at)
   select 'mail-' || i || '-' || k, milestone_id, engagement_id, 'signatureRequest', 'approver' || k % 3 + 1,
     'person' || k % 3 || '@client.example', (k + 2) / 3, k, 'R' || i || '-' || case when is_long then (k + 2) / 3 else k end,
     jsonb_build_object('title', 'Detailed design ' || i, 'paragraphs', repeat('Please read the package and sign. ', 4)),
     '<' || digest || '-' || k || '@example.com>', case when not (${lateMail}) then created_at end,
     created_at + k * interval '1 minute', created_at + k * interval '1 minute'
   from n cross join ${mails} k where not is_disposed`,
  `insert into outbox (engagement_id, kind, reference, milestone_id, queued_at, next_attempt_at, status, failed_at)
   select engagement_id, 'mail', 'mail-' || i || '-' || k, milestone_id, created_at, created_at,
     case when i % 4000 = 0 then 'failed' else 'waiting' end, case when i % 4000 = 0 then created_at end
   from n cross join ${mails} k where ${lateMail} and not is_disposed`,
  `insert into inbound_messages (sha256, size_bytes, source, envelope_from, envelope_to, received_at, status, outcome, request_id,
     engagement_id, milestone_id, message_id_header)
   select encode(sha256(('message' || i || '-' || k)::bytea), 'hex'), 3000, 'smtp', 'person1@client.example',
     '["replies@example.com"]', created_at, case when ${unread} then 'received' else 'settled' end,
     case when not (${unread}) then 'decided' end, case when not (${unread}) then 'R' || i || '-1' end,
     case when not (${unread}) then engagement_id end, case when not (${unread}) then milestone_id end, case when not (${unread}) then '<m' || i || '-' || k || '@client.example>' end
   from n cross join generate_series(1, case when is_long then 40 else 1 end) k
   where (is_long or i % 10 = 5) and not is_disposed`,
];
