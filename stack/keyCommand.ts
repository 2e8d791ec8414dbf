// What `npm run keys` does, given a database: lists keys, makes one, gives one a new secret, revokes one. Shows a secret once.
import { parseArgs } from 'node:util';
import { makeKey, renewKey, revokeKey } from '../administration/apiKeys.ts';
import { readKeys, type KeyRecord } from '../db/apiKeys.ts';
import type { Database } from '../db/database.ts';
import { registerKey, revokeKey as revokeKeySchema, rotateKey, statusOf } from '../domain/access/keys.ts';
import { keyRoles, roles } from '../domain/access/rights.ts';
import { instantOf, readOptions } from './commandOptions.ts';

export const usage = `npm run keys -- list
npm run keys -- create --label TEXT --role ROLE … (--engagement ID … | --every-engagement) [--read-only] [--until INSTANT]
npm run keys -- rotate KEY-ID [--until INSTANT] [--previous-until INSTANT]
npm run keys -- revoke KEY-ID --reason TEXT

Roles:
${keyRoles.map((role) => `  ${role.padEnd(18)} ${roles[role].says}`).join('\n')}`;

/** Whoever reaches the database may do so; the audit log says that it was this command. */
const by = (now: string) => ({ keyId: 'npm run keys', now });

/** Lines to print. Throws Error naming the option at fault. */
export async function keyCommand(db: Database, args: readonly string[], now: string): Promise<string[]> {
  const [what, ...rest] = args;
  switch (what) {
    case 'list':
      return listed(await readKeys(db), now);
    case 'create':
      return create(db, rest, now);
    case 'rotate':
      return rotate(db, rest, now);
    case 'revoke':
      return revoke(db, rest, now);
    default:
      throw new Error(`Say what is to be done:\n\n${usage}`);
  }
}

async function create(db: Database, args: string[], now: string): Promise<string[]> {
  const { values } = parseArgs({
    args,
    options: {
      label: { type: 'string' },
      role: { type: 'string', multiple: true },
      engagement: { type: 'string', multiple: true },
      'every-engagement': { type: 'boolean', default: false },
      'read-only': { type: 'boolean', default: false },
      until: { type: 'string' },
    },
  });
  if ((values.engagement !== undefined) === values['every-engagement'])
    throw new Error(
      'Give the engagements the key is for (--engagement ID, as often as needed), or --every-engagement.',
    );
  const terms = read(registerKey.omit({ keySha256: true }), {
    label: values.label,
    roles: values.role,
    engagementIds: values.engagement,
    isReadOnly: values['read-only'],
    expiresAt: instantOf('until', values.until),
  });
  const { key, secret } = await makeKey(db, terms, by(now));
  return shown(key, secret);
}

async function rotate(db: Database, args: string[], now: string): Promise<string[]> {
  const { values, positionals } = parseArgs({
    args,
    allowPositionals: true,
    options: { until: { type: 'string' }, 'previous-until': { type: 'string' } },
  });
  const keyId = named(positionals);
  const terms = read(rotateKey.omit({ keySha256: true }), {
    expiresAt: instantOf('until', values.until),
    previousUntil: instantOf('previous-until', values['previous-until']),
  });
  const renewed = await renewKey(db, keyId, terms, by(now));
  if (!renewed) throw unknown(keyId);
  return shown(renewed.key, renewed.secret);
}

async function revoke(db: Database, args: string[], now: string): Promise<string[]> {
  const { values, positionals } = parseArgs({ args, allowPositionals: true, options: { reason: { type: 'string' } } });
  const keyId = named(positionals);
  const done = await revokeKey(db, keyId, read(revokeKeySchema, values), by(now));
  if (!done) throw unknown(keyId);
  return [`${keyId} was revoked at ${done.key.revoked?.at}: ${done.key.revoked?.reason}`];
}

const unknown = (keyId: string) =>
  new Error(`There is no key "${keyId}" that is not revoked; npm run keys -- list has them.`);

function named(positionals: readonly string[]): string {
  const [keyId, ...more] = positionals;
  if (keyId === undefined || more.length > 0)
    throw new Error('Name one key by its ID, as npm run keys -- list shows it.');
  return keyId;
}

const names: Record<string, string> = { roles: 'role', engagementIds: 'engagement' };

const read = <T>(schema: Parameters<typeof readOptions<T>>[0], given: Record<string, unknown>): T =>
  readOptions(schema, given, names, usage);

const shown = (key: KeyRecord, secret: string): string[] => [
  `${key.keyId}  ${key.label}`,
  `  key          ${secret}   (shown once: only its SHA-256 is kept)`,
  `  valid until  ${key.secrets.at(-1)?.validUntil}`,
];

const listed = (keys: readonly KeyRecord[], now: string): string[] =>
  keys.flatMap((each) => [
    `${each.keyId}  ${each.label}: ${statusOf(each, now)}`,
    `  roles        ${each.roles.join(', ')}${each.isReadOnly ? ', read-only' : ''}`,
    `  engagements  ${each.scope === 'all' ? 'all' : each.scope.join(', ')}`,
    ...each.secrets.map(
      ({ validUntil, lastUsedAt }) =>
        `  valid until  ${validUntil}, ${lastUsedAt ? `last used ${lastUsedAt}` : 'never used'}`,
    ),
    ...(each.revoked ? [`  revoked      ${each.revoked.at} by ${each.revoked.by}: ${each.revoked.reason}`] : []),
  ]);
