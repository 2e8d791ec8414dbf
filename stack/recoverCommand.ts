// What `npm run recover` does, given record and Temporal: names where they do not agree, and mends what it is told to.
import { parseArgs } from 'node:util';
import type { Mending } from '../domain/records/agreement.ts';
import { acceptRecord } from '../worker/recordMark.ts';
import { disagreements, mend, type Recovering } from '../workflows/client/recovery.ts';

export const usage = `npm run recover                     what does not agree; nothing is changed
npm run recover -- --apply          starts again what the record knows all of (missing, behind)
npm run recover -- --apply --record-is-right [--milestone ID …]
                                    also where workflows know of more (ahead, completed, unknown) or fail (stuck):
                                    what only they knew is lost
npm run recover -- --accept-record  has a start go on with this record, older or another than Temporal was told of`;

/** Lines to print. Throws Error naming what is at fault. */
export async function recoverCommand(recovering: Recovering, args: readonly string[]): Promise<string[]> {
  const { isApplied, isRecordRight, isAccepted, named } = read(args);
  if (isAccepted) {
    await acceptRecord(recovering, recovering.now);
    return [
      'This record is the one that Temporal knows from now on. Start the service, then look again: npm run recover',
    ];
  }
  const lines: string[] = [];
  let left = 0;
  for await (const found of disagreements(recovering)) {
    if (named.length > 0 && !named.includes(found.milestoneId)) continue;
    const became = isApplied ? await mend(recovering, found, { isRecordRight }) : 'left';
    if (became === 'left') left += 1;
    lines.push(`${found.milestoneId}  ${found.kind}: ${found.said}${done[became]}`);
  }
  if (lines.length === 0) return ['Record and workflows agree.'];
  if (left === 0) return lines;
  return [...lines, '', isApplied ? `${left} left as they are.` : 'Nothing was changed.', '', usage];
}

const done: Record<Mending, string> = { goesOn: '; goes on from the record', ends: '; ended', left: '' };

function read(args: readonly string[]): {
  isApplied: boolean;
  isRecordRight: boolean;
  isAccepted: boolean;
  named: string[];
} {
  try {
    const { values } = parseArgs({
      args: [...args],
      options: {
        apply: { type: 'boolean', default: false },
        'record-is-right': { type: 'boolean', default: false },
        'accept-record': { type: 'boolean', default: false },
        milestone: { type: 'string', multiple: true, default: [] },
      },
    });
    const {
      apply: isApplied,
      'record-is-right': isRecordRight,
      'accept-record': isAccepted,
      milestone: named,
    } = values;
    if (isRecordRight && !isApplied) throw new Error('--record-is-right: say --apply too, once it is to be done.');
    return { isApplied, isRecordRight, isAccepted, named };
  } catch (error) {
    throw new Error(`${(error as Error).message}\n\n${usage}`, { cause: error });
  }
}
