// When nobody could have answered: silence counts only for time in which the service took answers in.

/** While the service did not run, from when it was last seen until it was seen again; ISO 8601 UTC. */
export interface Outage {
  from: string;
  to: string;
}

/** What of a period nobody could answer in, in words; none where they always could. */
export const outagesIn = (outages: readonly Outage[], from: string, to: string): string[] =>
  outages
    .map((each) => ({ from: each.from > from ? each.from : from, to: each.to < to ? each.to : to }))
    .filter((each) => each.from < each.to)
    .map((each) => `The service could take no answers from ${each.from} to ${each.to}, within the further period.`);
