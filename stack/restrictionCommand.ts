// The half of `npm run people` about departures and information barriers.
import { parseArgs } from 'node:util';
import { liftBarrier, recordDeparture, setBarrier, takeBackDeparture } from '../administration/restrictions.ts';
import type { ChangedBy } from '../db/apiKeys.ts';
import type { Database } from '../db/database.ts';
import { listBarriers, listDepartures } from '../db/restrictions.ts';
import {
  leave,
  liftBarrier as liftBarrierSchema,
  setBarrier as setBarrierSchema,
  takeBack,
  type Barrier,
  type Departure,
} from '../domain/access/restrictions.ts';
import { instantOf, readOptions } from './commandOptions.ts';

export const restrictionUsage = `npm run people -- departures
npm run people -- leave --address ADDRESS --reason TEXT [--at INSTANT]
npm run people -- take-back DEPARTURE-ID --reason TEXT
npm run people -- barriers
npm run people -- bar --address ADDRESS --engagement ID --reason TEXT
npm run people -- lift BARRIER-ID --reason TEXT`;

/** Undefined for what is none of these. Throws Error naming the option at fault. */
export async function restrictionCommand(
  db: Database,
  what: string,
  rest: string[],
  by: ChangedBy,
): Promise<string[] | undefined> {
  switch (what) {
    case 'departures':
      return (await listDepartures(db)).flatMap(departureLines);
    case 'leave': {
      const { address, reason, at } = optionsOf(rest);
      const wanted = { address, reason, leavesAt: instantOf('at', at) };
      const recorded = await recordDeparture(db, readOptions(leave, wanted, { leavesAt: 'at' }, restrictionUsage), by);
      if (!recorded)
        throw new Error('A departure stands for this mailbox already; npm run people -- departures has it.');
      return departureLines(recorded);
    }
    case 'take-back': {
      const { id, reason } = named(rest, takeBack);
      const taken = await takeBackDeparture(db, id, { reason }, by);
      if (!taken) throw new Error(`No departure was recorded as "${id}"; npm run people -- departures has them.`);
      return departureLines(taken);
    }
    case 'barriers':
      return (await listBarriers(db)).flatMap(barrierLines);
    case 'bar': {
      const { address, reason, engagement } = optionsOf(rest);
      const wanted = { address, reason, engagementId: engagement };
      const terms = readOptions(setBarrierSchema, wanted, { engagementId: 'engagement' }, restrictionUsage);
      return barrierLines(await setBarrier(db, terms, by));
    }
    case 'lift': {
      const { id, reason } = named(rest, liftBarrierSchema);
      const lifted = await liftBarrier(db, id, { reason }, by);
      if (!lifted) throw new Error(`No barrier was set as "${id}"; npm run people -- barriers has them.`);
      return barrierLines(lifted);
    }
    default:
      return undefined;
  }
}

function optionsOf(args: string[]) {
  const text = { type: 'string' } as const;
  return parseArgs({ args, options: { address: text, reason: text, at: text, engagement: text } }).values;
}

function named(args: string[], schema: typeof takeBack): { id: string; reason: string } {
  const { values, positionals } = parseArgs({ args, allowPositionals: true, options: { reason: { type: 'string' } } });
  const [id, ...more] = positionals;
  if (id === undefined || more.length > 0) throw new Error(`Name one by its ID.\n\n${restrictionUsage}`);
  return { id, ...readOptions(schema, values, {}, restrictionUsage) };
}

const departureLines = ({ departureId, address, leavesAt, reason, takenBack, ...each }: Departure): string[] => [
  `${departureId}  ${address} leaves at ${leavesAt}`,
  `  recorded     ${each.recordedAt} by ${each.recordedBy}: ${reason}`,
  ...(takenBack ? [`  taken back   ${takenBack.at} by ${takenBack.by}: ${takenBack.reason}`] : []),
];

const barrierLines = ({ barrierId, address, engagementId, reason, lifted, ...each }: Barrier): string[] => [
  `${barrierId}  ${address} from ${engagementId}`,
  `  set          ${each.setAt} by ${each.setBy}: ${reason}`,
  ...(lifted ? [`  lifted       ${lifted.at} by ${lifted.by}: ${lifted.reason}`] : []),
];
