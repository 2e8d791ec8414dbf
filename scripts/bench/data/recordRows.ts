// The rows of the record itself, as SQL over the population: engagements, milestones, events, decisions, documents, refusals.
import { toStored } from '../../../domain/records/upcast.ts';
import { actorOf, sampleEngagement, samplePlan } from '../sampleMilestone.ts';
import { playedEvents, playedPhases, type PlayedMilestone } from './playedMilestone.ts';

export const literal = (value: unknown): string => `'${JSON.stringify(value).replaceAll("'", "''")}'::jsonb`;
export const manager = literal(actorOf('manager', 'engagementManager'));

/**
 * What was played, as a table to take rows from. Values go from row to row as they are compressed here, which is most of what
 * filling would take: so all states of a phase are the same, and all events of a type.
 */
export const playedTables = ({ events, states }: PlayedMilestone): string[] => [
  `create table played (phase text, event_type text, value jsonb)`,
  `alter table played alter column value set storage main`,
  ...playedPhases.map((phase) => `insert into played (phase, value) values ('${phase}', ${literal(states[phase])})`),
  ...playedEvents.map((type) => `insert into played (event_type, value) values ('${type}', ${literal(events[type])})`),
];
export const withoutPlayedTables = 'drop table played';

export const recordRows: readonly string[] = [
  `insert into engagements (engagement_id, name, terms, registered_by, created_at)
   select engagement_id, 'Network renewal',
     ${literal(toStored(sampleEngagement))} || jsonb_build_object('engagementId', engagement_id), ${manager}, min(created_at)
   from n group by engagement_id`,
  `insert into milestones (milestone_id, engagement_id, workflow_id, title, phase, sequence, last_batch, last_hash, deadline, plan,
     started_by, snapshot, waiting_for, started_at, ended_at, created_at, updated_at, disposed_at,
     needs_workflow, has_open_money, work, value_amount, value_currency, due_on, search)
   select milestone_id, engagement_id, 'milestone-' || milestone_id, 'Detailed design ' || i, phase,
     case when is_unstarted then 0 when is_long then 300 when is_over then 4 else 3 end, case when is_unstarted then 0 else 4 end,
     digest, case when not is_over then created_at + interval '30 days' end,
     case when is_disposed then '{}' else ${literal(toStored(samplePlan))} end, ${manager},
     case when not is_disposed and not is_unstarted
       then value end,
     case when is_over then '{}' else array['author'] end, case when not is_unstarted then created_at end,
     case when is_over then created_at + interval '30 days' end, created_at, created_at, case when is_disposed then now() end,
     not is_over, is_new and phase = 'accepted',
     case when is_over or is_unstarted then '[]' else jsonb_build_array(jsonb_build_object('act', 'sign', 'personId', 'approver' || i % 3 + 1,
       'since', created_at, 'due', created_at + interval '30 days')) end,
     85000, 'EUR', (created_at + interval '40 days')::date,
     case when not is_disposed then setweight(to_tsvector('simple', 'Detailed design ' || i || ' Network renewal CT ' || i % 500), 'A')
       || setweight(to_tsvector('simple', 'Approver Author Manager deliverable requirement ' || i % 900), 'D') end
   from n join played using (phase)`,
  `insert into milestone_events (engagement_id, milestone_id, sequence, batch, type, at, event, previous_hash, hash)
   select engagement_id, milestone_id, place, place, type, created_at + least(place, 4) * interval '7 days', value, digest, digest
   from n cross join lateral (
     select place, case when place = 1 then 'milestoneStarted' when place = 2 then 'packageFrozen'
         when is_over and place = last_place then n.phase else 'signed' end as type
     from (select case when is_long then 300 when is_over then 4 else 3 end as last_place) lasts,
       generate_series(1, last_place) place) placed
   join played on event_type = type
   where not is_disposed and not is_unstarted`,
  `insert into decisions (engagement_id, milestone_id, sequence, kind, person_id, at, decision)
   select engagement_id, milestone_id, place + 2, 'signed', 'approver' || place % 3 + 1, created_at, case when i % 5 = 0 and place = 1
     then jsonb_build_object('drawnSignatureSha256', encode(sha256(('drawn' || i)::bytea), 'hex')) else '{}' end
   from n cross join generate_series(1, case when is_long then 200 else 1 end) place where not is_disposed`,
  `insert into documents (document_id, engagement_id, file_name, media_type, size_bytes, sha256, uploaded_by, uploaded_at)
   select 'D' || i || case when k > 1 then '-' || k else '' end, engagement_id, 'design.pdf', 'application/pdf', 1000,
     encode(sha256(('document' || i || '-' || k)::bytea), 'hex'), ${manager}, created_at
   from n cross join generate_series(1, case when is_long then 50 else 1 end) k where not is_disposed`,
  `insert into refused_messages (engagement_id, milestone_id, message_id, name, at, code, message, details)
   select engagement_id, milestone_id, 'late-' || i || '-' || k, 'sign', created_at, 'NOT_AWAITING_SIGNATURES', 'Too late.', '[]'
   from n cross join generate_series(1, case when is_long then 100 else 1 end) k 
   where i % 5 = 0 and not is_disposed and created_at > now() - interval '401 days'`,
];
