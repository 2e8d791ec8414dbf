// Who is who among the milestones of the filled database: phases, ages, and the few that are much larger than the rest.

/** Most engagements have this many milestones. */
const usual = 20;
/** Of each `block` milestones the first `large` belong to one engagement. */
const block = 20_000;
const large = 2000;
/** One milestone in so many has hundreds of events, mails, visits and lines in the audit log. */
const oneIsLong = 1000;
/** These wait to be started; as many at any size, since they wait for seconds. */
const unstarted = 20;

export const milestoneOf = (n: number): string => `M${n}`;
export const engagementOf = (n: number): string =>
  n % block < large ? `L${Math.floor(n / block)}` : `E${Math.floor(n / usual)}`;

/** Rows are made range by range; an engagement lies within one. */
export const rangesOf = (milestones: number): [from: number, to: number][] => {
  const step = block / 2;
  return Array.from({ length: Math.ceil((milestones + 1) / step) }, (_, index) => [
    Math.max(1, index * step),
    Math.min(milestones, (index + 1) * step - 1),
  ]);
};

/**
 * `count` milestones to ask about, far apart and none disposed of: of each ten one that is long and one of a large engagement. None
 * is the newest, so that the two after each are on record.
 */
export function sampleOf(count: number, milestones: number): number[] {
  const last = milestones - block / 20;
  return Array.from({ length: count }, (_, index) => {
    // A prime step, so that the milestones are far apart.
    const n = 1 + ((index * 7919 * 13) % last);
    const chosen = index % 10 === 3 ? longNear(n) : index % 10 === 7 ? n - (n % block) + (n % large) + 1 : n;
    return mayBeDisposed(chosen) ? chosen + 1 : chosen;
  });
}

const longNear = (n: number): number => n - (n % oneIsLong) + oneIsLong / 2;
const mayBeDisposed = (n: number): boolean => ((n * 7919) % 100) % 33 === 3 && n % oneIsLong !== oneIsLong / 2;

/**
 * The range as a table `n`, one row per milestone: ten years of them, at even intervals. Of the newest three in a hundred most are open;
 * of the others nine in ten were accepted. Three in a hundred of the oldest were disposed of.
 */
export const population = (milestones: number, [from, to]: [number, number]): string => `
  numbers as (
    select i, (i::bigint * 7919 % 100)::int as percent, i > ${milestones} * 0.97 as is_new,
      i % ${block} < ${large} as is_large, i % ${oneIsLong} = ${oneIsLong / 2} as is_long,
      i > ${milestones - unstarted} as is_unstarted
    from generate_series(${from}, ${to}) i),
  phased as (
    select *, case when is_unstarted then 'compiling'
      when is_long then 'accepted'
      when is_new then (array['compiling', 'validating', 'inReview', 'formalSignOff', 'accepted'])[percent / 20 + 1]
      when percent < 88 then 'accepted' when percent < 98 then 'cancelled' else 'inReview' end as phase
    from numbers),
  n as (
    select *, 'M' || i as milestone_id,
      case when is_large then 'L' || i / ${block} else 'E' || i / ${usual} end as engagement_id,
      case when is_large then i / ${block} else i / ${usual} end % 2 = 0 and not is_new as has_engagement_ended,
      date_trunc('hour', now()) - (${milestones} - i) * interval '10 years' / ${milestones} as created_at,
      phase in ('accepted', 'cancelled') as is_over,
      phase in ('accepted', 'cancelled') and not is_long and percent % 33 = 3 and i < ${milestones} * 0.3 as is_disposed,
      encode(sha256(i::text::bytea), 'hex') as digest
    from phased)`;
