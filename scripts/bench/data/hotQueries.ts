// The queries that a service with many milestones makes all the time, and the reports that read much at once.
import { readEngagementMilestones, readRegister } from '../../../db/register.ts';
import { fiveYearsAgo, hotLists } from './hotLists.ts';
import type { HotQuery } from './hotQuery.ts';
import { hotDoors, hotReads } from './hotReads.ts';
import { hotWrites } from './hotWrites.ts';
import { engagementOf, milestoneOf } from './population.ts';

const reports: HotQuery[] = [
  {
    name: 'register of a month',
    job: 'register',
    takesItsTime: 'report',
    async run(db) {
      const from = fiveYearsAgo();
      const to = new Date(Date.parse(from) + 30 * 24 * 3600 * 1000).toISOString();
      let milestones = 0;
      for await (const _each of readRegister(db, { scope: 'all', from, to, includesOpen: false })) milestones += 1;
      return milestones;
    },
  },
  {
    name: 'milestones of an engagement, with their states',
    takesItsTime: 'report',
    run: (db, n) => readEngagementMilestones(db, engagementOf(n)),
  },
  {
    name: 'files that a disposal lets go',
    takesItsTime: 'report',
    run: (db, n) => db.raw('select files_of(?)', [milestoneOf(n)]),
  },
];

export const hotQueries: readonly HotQuery[] = [...hotLists, ...hotReads, ...hotDoors, ...hotWrites, ...reports];
