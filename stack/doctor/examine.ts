// Everything that a service needs, looked at from outside it: reads, and changes nothing.
import dns from 'node:dns/promises';
import type { Config } from '../../config.ts';
import type { TemporalConfig } from '../../temporal.config.ts';
import { addressOfEmbedded } from '../postgres.ts';
import { examineCertificates } from './certificates.ts';
import { examineClock } from './clocks.ts';
import { examineDatabase } from './database.ts';
import { ill, type Finding } from './finding.ts';
import { reasonOf } from '../reasonOf.ts';
import { examineKeys } from './keys.ts';
import { examineMachine } from './machine.ts';
import { examineMail, type ResolveDns } from './mail.ts';
import { examineOthers } from './others.ts';
import { examineTemporal } from './temporal.ts';

export async function examineAll(
  config: Config,
  temporal: TemporalConfig,
  now: Date,
  resolveDns: ResolveDns = dns,
): Promise<Finding[]> {
  const smtpUrl = config.smtpUrl ?? `smtp://127.0.0.1:${config.mailSmtpPort}`;
  const addresses = await addressesOf(config).catch((error: unknown) => reasonOf(error));
  const isKnown = typeof addresses !== 'string';
  const found = await Promise.all([
    examineMachine(config, now),
    examineClock(config, now),
    isKnown
      ? examineDatabase(addresses, config, now)
      : [ill('PostgreSQL', addresses, 'Start the service (npm start), or set DATABASE_URL')],
    examineTemporal(temporal),
    examineMail(smtpUrl, config, resolveDns),
    examineKeys(isKnown ? addresses.service : undefined, config, now),
    examineCertificates(config, temporal, now),
    examineOthers(config, temporal),
  ]);
  return found.flat();
}

async function addressesOf({ databaseUrl, databaseOwnerUrl, stateFolder, postgresPort }: Config) {
  if (databaseUrl) return { service: databaseUrl, owner: databaseOwnerUrl };
  return {
    service: await addressOfEmbedded(stateFolder, postgresPort, 'signoff'),
    owner: await addressOfEmbedded(stateFolder, postgresPort, 'signoff', 'owner'),
  };
}

const marks = { well: '✔', advice: '!', ill: '✖' } as const;

/** Lines for a terminal; the last one is the sum. */
export function printed(findings: readonly Finding[]): string[] {
  const widest = Math.max(...findings.map(({ subject }) => subject.length));
  const indent = ' '.repeat(widest + 6);
  const count = (verdict: Finding['verdict']): number => findings.filter((each) => each.verdict === verdict).length;
  return [
    ...findings.flatMap(({ subject, verdict, says, remedy }) => [
      `  ${marks[verdict]} ${subject.padEnd(widest)}  ${says}`,
      ...(remedy === undefined ? [] : [`${indent}→ ${remedy}`]),
    ]),
    '',
    `${count('well')} well, ${count('advice')} to think about, ${count('ill')} to mend`,
  ];
}
