// When nobody could have answered: silence counts only time in which the service took answers in.

/** While the service did not run, from when it was last seen until it was seen again; ISO 8601 UTC. */
export interface Outage {
  from: string;
  to: string;
}

const within = (outages: readonly Outage[], from: string, to: string): Outage[] =>
  outages
    .map((each) => ({ from: each.from > from ? each.from : from, to: each.to < to ? each.to : to }))
    .filter((each) => each.from < each.to);

/** What of a period nobody could answer in, in words; none where they always could. */
export const outagesIn = (
  outages: readonly Outage[],
  from: string,
  to: string,
  period = 'the further period',
): string[] =>
  within(outages, from, to).map(
    (each) =>
      `The service could take no answers from ${atSecond(each.from)} to ${atSecond(each.to)}, within ${period}.`,
  );

const atSecond = (at: string): string => `${at.slice(0, 19).replace('T', ' ')} UTC`;

/** The end of a period that began at `from`, later by exactly the time in which nobody could answer, and by what of that came after. */
export function movedBy(outages: readonly Outage[], from: string, end: string): string {
  const lost = within(outages, from, end).reduce((sum, each) => sum + Date.parse(each.to) - Date.parse(each.from), 0);
  const rest = outages.filter((each) => each.to > end).map((each) => (each.from > end ? each : { ...each, from: end }));
  const moved = new Date(Date.parse(end) + lost).toISOString();
  return lost === 0 ? end : movedBy(rest, end, moved);
}
