// The rows that the service keeps beside the record, as SQL over the population: audit chains and their log, keys of requests.

export const serviceRows: readonly string[] = [
  `insert into audit_chains (engagement_id, chain, length, head)
   select engagement_id, 'milestone:' || milestone_id, case when is_long then 300 else 3 end, digest from n`,
  `insert into audit_entries (engagement_id, chain, sequence, line, hash)
   select engagement_id, 'milestone:' || milestone_id, k, case when is_disposed then '' else
       '{"chain":"milestone:' || milestone_id || '","entry":{"at":"2026-03-02T09:00:00.000Z","batch":' || k
       || ',"events":{"first":' || k || ',"head":"' || digest || '","last":' || k
       || '},"mailsQueued":[],"refused":[],"requestIds":[],"type":"batchRecorded"},"previousHash":"' || digest
       || '","sequence":' || k || '}' end, digest
   from n cross join generate_series(1, case when is_long then 300 else 3 end) k`,
  `insert into audit_entries (chain, sequence, line, hash)
   select 'service:main', i / 10, '{"chain":"service:main","entry":{"type":"readByKey"},"previousHash":"","sequence":' || i / 10 || '}',
     digest from n where i % 10 = 0`,
  `insert into idempotency_keys (key, route, request_hash, status, body, claimed_at, completed_at)
   select 'key:' || i, 'POST /milestones/' || milestone_id || '/sign', digest, 200, '{}', now() - (i % 7) * interval '1 day', now()
   from n where i % 4 = 0`,
];

/** Lines that the log has not taken in yet. */
const pending = 20;
/** A checkpoint per so many lines, as of a service that takes them in every few seconds. */
const linesPerCheckpoint = 10;

/**
 * The log over all lines, once they are there. The hashes of its nodes are made up: what reads them does not compute them anew, so
 * proofs are as long as they would be and lead nowhere.
 */
export const logRows: readonly string[] = [
  `insert into audit_chains (chain, length, head)
   select chain, max(sequence), max(hash) from audit_entries where chain = 'service:main' group by chain`,
  `insert into log_leaves (leaf_index, entry_id)
   select row_number() over (order by entry_id) - 1, entry_id from audit_entries order by entry_id
   limit (select count(*) - ${pending} from audit_entries)`,
  `insert into log_pending (entry_id) select entry_id from audit_entries order by entry_id desc limit ${pending}`,
  `insert into log_nodes (level, index, hash)
   select level, place, sha256((level || '/' || place)::bytea)
   from (select count(*) as size from log_leaves) log, generate_series(0, 40) level,
     generate_series(0, (size >> level) - 1) place`,
  `insert into log_checkpoints (size, note, signed_at)
   select size, repeat('-', 250), now() from (select count(*) as leaves from log_leaves) log,
     generate_series(leaves % ${linesPerCheckpoint}, leaves, ${linesPerCheckpoint}) size where size > 0`,
];
