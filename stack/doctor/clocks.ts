// This machine's clock: whether something keeps it right, and how far it is from those of others. Deadlines and proofs go by it.
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import type { Config } from '../../config.ts';
import { advice, ill, well, type Finding } from './finding.ts';

const subject = 'Clocks';

/** `apart`: seconds by which the other one is ahead of this machine's. */
export function ofClocks(whose: string, apart: number): Finding {
  const says = `${whose} is ${apart.toFixed(0)} s away from this machine’s`;
  if (Math.abs(apart) > 60) return ill(subject, says, 'Have both kept by NTP: deadlines and proofs go by them');
  if (Math.abs(apart) > 5) return advice(subject, says, 'Have both kept by NTP');
  return well(subject, `${whose} and this machine’s agree`);
}

/** What passed since `now` was read, at `asked` by the process, is no difference of clocks. */
export const secondsApart = (there: Date | string, now: Date, asked: number): number =>
  (new Date(there).getTime() - now.getTime() - (performance.now() - asked)) / 1000;

/** What a system with systemd knows of its clock, whatever keeps it: `yes` or `no`; fails elsewhere. */
const isKeptByNtp = async (): Promise<string> => {
  const { stdout } = await promisify(execFile)('timedatectl', ['show', '--property=NTPSynchronized', '--value']);
  return stdout.trim();
};

/** Beside PostgreSQL and a timestamp authority, which are asked where they are looked at: servers of the user's own may stand on this machine. */
export async function examineClock(
  { signIn }: Pick<Config, 'signIn'>,
  now: Date,
  askSystem = isKeptByNtp,
): Promise<Finding[]> {
  const asked = performance.now();
  const kept = await askSystem().catch(() => 'unknown');
  return [
    ...(kept === 'yes' ? [well(subject, 'this machine’s is kept by NTP')] : []),
    ...(kept === 'no'
      ? [advice(subject, 'nothing keeps this machine’s right', 'Have it kept by NTP: timedatectl set-ntp true')]
      : []),
    ...(signIn === undefined ? [] : await ofIssuer(signIn.issuer, now, asked)),
  ];
}

/** By the date that its answer carries. Whether it answers is said where it is looked at. */
async function ofIssuer(issuer: string, now: Date, asked: number): Promise<Finding[]> {
  const description = `${issuer.replace(/\/$/, '')}/.well-known/openid-configuration`;
  const answer = await fetch(description, { signal: AbortSignal.timeout(10_000) }).catch(() => undefined);
  const at = Date.parse(answer?.headers.get('date') ?? '');
  // It is given in whole seconds.
  return Number.isNaN(at)
    ? []
    : [ofClocks(`that of ${new URL(issuer).host}`, secondsApart(new Date(at + 500), now, asked))];
}
