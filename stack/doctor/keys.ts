// Keys and the seal: there, in agreement with what is on record, and not about to end. Makes none.
import { createPublicKey, verify } from 'node:crypto';
import { existsSync } from 'node:fs';
import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { Config } from '../../config.ts';
import { openDatabase, type OpenDatabase } from '../../db/database.ts';
import { asJob } from '../../db/inScope.ts';
import { latestCheckpoint } from '../../db/merkleLog.ts';
import { dataKeysOf } from '../../storage/encryption/dataKeys.ts';
import { openMasterKeys } from '../../storage/encryption/openMasterKeys.ts';
import { assertInPossession } from '../../storage/encryption/openDataKeys.ts';
import { compareSharedKeys, type KeyAgainstRecord } from '../../storage/encryption/sharedKeys.ts';
import { sharedKeysOf } from '../../worker/sharedKeyFiles.ts';
import { parseCheckpoint, signaturesBy } from '../../evidence/ledger/checkpoint.ts';
import { openLogSigner } from '../../evidence/ledger/logSigner.ts';
import { developmentSealKey, readSealKey } from '../../evidence/seal/sealKey.ts';
import { ofClocks, secondsApart } from './clocks.ts';
import { advice, ending, examined, ill, well, type Finding } from './finding.ts';

export async function examineKeys(databaseUrl: string | undefined, config: Config, now: Date): Promise<Finding[]> {
  return [
    ...(await examined('Seal', 'SEAL_PKCS12, SEAL_PASSWORD: name the file with the firm’s seal, and its password', () =>
      examineSeal(config, now),
    )),
    ...(config.tsaUrl === undefined
      ? [
          advice(
            'Timestamps',
            'none: seals are of level B-B, and hold no longer than their certificate',
            'TSA_URL: name an RFC 3161 timestamp authority',
          ),
        ]
      : await examined('Timestamps', 'TSA_URL: name an authority that answers', () =>
          examineAuthority(config.tsaUrl ?? '', now),
        )),
    ...(await examineFiles(config)),
    ...(databaseUrl === undefined ? [] : await examineAgainstRecord(databaseUrl, config)),
  ];
}

async function examineSeal({ sealPkcs12, sealPassword, stateFolder }: Config, now: Date): Promise<Finding[]> {
  const development = join(stateFolder, 'development-seal.p12');
  if (sealPkcs12 === undefined && !existsSync(development))
    return [
      advice(
        'Seal',
        'none is set; the first start makes a development seal, which names no firm',
        'SEAL_PKCS12: name the file with the firm’s seal',
      ),
    ];
  const { certificates, isDevelopment } = sealPkcs12
    ? await readSealKey(sealPkcs12, sealPassword)
    : await developmentSealKey(development);
  const [own] = certificates;
  if (isDevelopment || !own)
    return [
      advice(
        'Seal',
        'a development seal, which names no firm: anybody can make one like it',
        'SEAL_PKCS12: name the file with the firm’s seal',
      ),
    ];
  const name = /CN=([^\n,]+)/.exec(own.subject)?.[1] ?? own.subject;
  return [
    ending('Seal', `of ${name}`, new Date(own.validTo), now, {
      soonDays: 60,
      remedy: 'SEAL_PKCS12: have the certificate renewed, and name the new file',
    }),
  ];
}

async function examineAuthority(url: string, now: Date): Promise<Finding[]> {
  const asked = performance.now();
  const { requestTimestamp } = await import('../../evidence/seal/timestampAuthority.ts');
  const { at } = await requestTimestamp(url, Buffer.from('is anybody there'));
  const { host } = new URL(url);
  return [well('Timestamps', `from ${host}`), ofClocks(`that of ${host}`, secondsApart(at, now, asked))];
}

async function examineFiles({ logKeyFile, entranceKeyFile, masterKeyFile, masterKeyKms }: Config): Promise<Finding[]> {
  const files: [setting: string, path: string][] = [
    ['LOG_KEY_FILE', logKeyFile],
    ['ENTRANCE_KEY_FILE', entranceKeyFile],
    ...(masterKeyKms === undefined ? [['MASTER_KEY_FILE', masterKeyFile] as [string, string]] : []),
  ];
  const open: Finding[] = [];
  for (const [setting, path] of files) {
    const found = await stat(path).catch(() => undefined);

    if (found && (found.mode & 0o077) !== 0)
      open.push(ill('Key files', `others may read ${path} (${setting})`, `chmod 600 ${path}`));
  }
  return open.length > 0 ? open : [well('Key files', 'for their owner alone')];
}

/** Nothing is said of a database that no service was ever started on. */
async function examineAgainstRecord(databaseUrl: string, config: Config): Promise<Finding[]> {
  const db = openDatabase(databaseUrl, { poolSize: 1 });
  try {
    if (!(await isSetUp(db))) return [];
    const keyRing = asJob(db, 'keyRing');
    const masterKeys = await openMasterKeys(config);
    const compared: KeyAgainstRecord[] = [];
    return [
      ...(await examined(
        'Master key',
        'MASTER_KEY_FILE: put the file back that the service was started with',
        async () => {
          await assertInPossession(keyRing, masterKeys);
          const found = await compareSharedKeys(keyRing, dataKeysOf(keyRing, masterKeys), sharedKeysOf(config));
          compared.push(...found);
          return [well('Master key', 'opens what is encrypted'), ...ofSharedKeys(found)];
        },
      )),
      ...(await examined('Key of the log', 'LOG_KEY_FILE: name the file that the other processes have', async () => {
        const latest = await latestCheckpoint(asJob(db, 'door'));
        const isInRecord = compared.some(({ name, is }) => name === 'auditLog' && is !== 'unshared');
        return [await examineLogKey(config.logKeyFile, latest?.note, isInRecord)];
      })),
    ];
  } finally {
    await db.destroy();
  }
}

/** Whether it answers at all is said where the database is looked at. */
const isSetUp = (db: OpenDatabase): Promise<boolean> =>
  db.raw<{ rows: { is: boolean }[] }>("select to_regclass('shared_keys') is not null as is").then(
    ({ rows }) => rows[0]?.is === true,
    () => false,
  );

export function ofSharedKeys(compared: readonly KeyAgainstRecord[]): Finding[] {
  const subject = 'Shared keys';
  const others = compared.flatMap(({ place, remedy }): Finding[] =>
    remedy === undefined ? [] : [ill(subject, `${place} is another key than the other processes have`, remedy)],
  );
  return others.length > 0 ? others : [well(subject, 'of log, entrances and links, as the installation has them')];
}

/** Two processes with a key each make a log that no archive agrees with. */
async function examineLogKey(path: string, note: string | undefined, isInRecord: boolean): Promise<Finding> {
  if (note === undefined) return well('Key of the log', 'nothing has been signed with it yet');
  const subject = 'Key of the log';
  const remedy =
    'LOG_KEY_FILE: name the file that signed what is on record; with another one the archives do not verify';
  if (!existsSync(path) && isInRecord)
    return advice(subject, `${path} is not there`, 'The next start puts it there, from the record');
  if (!existsSync(path)) return ill(subject, `${path} is not there, and the log was signed before`, remedy);
  const { key, publicKeyPem } = await openLogSigner(path, 'unused');
  const checkpoint = parseCheckpoint(note);
  const isSigned =
    checkpoint !== undefined &&
    signaturesBy(checkpoint, key).some((each) =>
      verify(null, Buffer.from(checkpoint.body), createPublicKey(publicKeyPem), each),
    );
  return isSigned
    ? well(subject, `signed the newest checkpoint, of ${checkpoint.size} lines`)
    : ill(subject, `${path} did not sign the newest checkpoint on record`, remedy);
}
