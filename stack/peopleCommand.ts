// What `npm run people` does, given a database: lists who is signed in and which roles people were given, gives and ends them.
import { parseArgs } from 'node:util';
import { endRole, endSession, giveRole } from '../administration/people.ts';
import type { Database } from '../db/database.ts';
import { listGrants } from '../db/roleGrants.ts';
import { listSessions, type Session } from '../db/sessions.ts';
import { endGrant, grantRole, type Grant } from '../domain/access/grants.ts';
import { installationRoles, roles } from '../domain/access/rights.ts';
import type { SessionLimits } from '../domain/access/sessions.ts';
import { instantOf, readOptions } from './commandOptions.ts';
import { restrictionCommand, restrictionUsage } from './restrictionCommand.ts';

export const usage = `npm run people -- sessions
npm run people -- end-session SESSION-ID --reason TEXT
npm run people -- roles
npm run people -- give --address ADDRESS --role ROLE --reason TEXT [--from INSTANT] [--until INSTANT]
npm run people -- end-role GRANT-ID --reason TEXT
${restrictionUsage}

Roles, each in every engagement (those of one engagement are named by it and its plans):
${installationRoles.map((role) => `  ${role.padEnd(18)} ${roles[role].says}`).join('\n')}`;

/** Whoever reaches the database may do so; the audit log says that it was this command. */
const by = (now: string) => ({ keyId: 'npm run people', now });

/** Lines to print. Throws Error naming the option at fault. */
export async function peopleCommand(
  db: Database,
  limits: SessionLimits,
  [what, ...rest]: readonly string[],
  now: string,
): Promise<string[]> {
  switch (what) {
    case 'sessions':
      return (await listSessions(db, limits)).flatMap(sessionLines);
    case 'end-session': {
      const { id, reason } = ending(rest, 'session');
      const ended = await endSession(db, id, { reason }, by(now));
      if (!ended) throw new Error(`There is no session "${id}"; npm run people -- sessions has them.`);
      return [`${id} ended at ${ended.ended?.at}: ${ended.ended?.reason}`];
    }
    case 'roles':
      return (await listGrants(db)).flatMap(grantLines);
    case 'give':
      return grantLines(await give(db, rest, now));
    case 'end-role': {
      const { id, reason } = ending(rest, 'role');
      const ended = await endRole(db, id, { reason }, by(now));
      if (!ended) throw new Error(`No role was given as "${id}"; npm run people -- roles has them.`);
      return grantLines(ended);
    }
    default:
      return (await restrictionCommand(db, what ?? '', rest, by(now))) ?? unknownCommand();
  }
}

function unknownCommand(): never {
  throw new Error(`Say what is to be done:\n\n${usage}`);
}

function give(db: Database, args: string[], now: string): Promise<Grant> {
  const text = { type: 'string' } as const;
  const { values } = parseArgs({ args, options: { address: text, role: text, reason: text, from: text, until: text } });
  const { address, role, reason, from, until } = values;
  const wanted = { address, role, reason, validFrom: instantOf('from', from), validUntil: instantOf('until', until) };
  return giveRole(db, readOptions(grantRole, wanted, { validFrom: 'from', validUntil: 'until' }, usage), by(now));
}

function ending(args: string[], what: string): { id: string; reason: string } {
  const { values, positionals } = parseArgs({ args, allowPositionals: true, options: { reason: { type: 'string' } } });
  const [id, ...more] = positionals;
  if (id === undefined || more.length > 0) throw new Error(`Name one ${what} by its ID.\n\n${usage}`);
  return { id, ...readOptions(endGrant, values, {}, usage) };
}

const sessionLines = ({ sessionId, name, address, ...each }: Session): string[] => [
  `${sessionId}  ${name} <${address}>`,
  `  signed in    ${each.createdAt} at ${each.issuer}, as ${each.holderId}`,
  `  last used    ${each.lastUsedAt}, over at ${each.expiresAt} at the latest`,
];

const grantLines = ({ grantId, address, role, validFrom, validUntil, ended, ...each }: Grant): string[] => [
  `${grantId}  ${role}: ${address}`,
  `  valid        from ${validFrom}${validUntil === undefined ? '' : ` until ${validUntil}`}`,
  `  given        ${each.grantedAt} by ${each.grantedBy}: ${each.reason}`,
  ...(ended ? [`  ended        ${ended.at} by ${ended.by}: ${ended.reason}`] : []),
];
