// Part of the baseline: who looks at lists of open work is told when they may look different by now.

/** Everybody on the server can listen, so what is said is a number that means something to those alone who can read the engagement. Whoever hears it reads again, as what they are by then; PostgreSQL tells the same once in a transaction. */
export const live = `
  create function tell_of_work() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
  declare
    mark uuid;
  begin
    select work_mark into mark from engagements where engagement_id = new.engagement_id;
    perform pg_notify('work_changed', mark::text);
    return null;
  end $$;
  create trigger milestones_told after insert or update of sequence, work, waiting_for on milestones
    for each row execute function tell_of_work();
  create trigger obstacles_told after insert or update of resolved_at on obstacles
    for each row execute function tell_of_work();
  create trigger mails_told after update of sent_at, bounced_at on mails
    for each row execute function tell_of_work();
`;
