// Keys and the seal: there, in agreement with what is on record, and not about to end. Makes none.
import { createPublicKey, verify } from 'node:crypto';
import { existsSync } from 'node:fs';
import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { Config } from '../../config.ts';
import { openDatabase } from '../../db/database.ts';
import { asJob } from '../../db/inScope.ts';
import { latestCheckpoint } from '../../db/merkleLog.ts';
import { openMasterKeys } from '../../storage/encryption/openMasterKeys.ts';
import { assertInPossession } from '../../storage/encryption/openDataKeys.ts';
import { parseCheckpoint, signaturesBy } from '../../evidence/ledger/checkpoint.ts';
import { openLogSigner } from '../../evidence/ledger/logSigner.ts';
import { developmentSealKey, readSealKey } from '../../evidence/seal/sealKey.ts';
import { requestTimestamp } from '../../evidence/seal/timestampAuthority.ts';
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
          examineAuthority(config.tsaUrl ?? ''),
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

async function examineAuthority(url: string): Promise<Finding[]> {
  const { at } = await requestTimestamp(url, Buffer.from('is anybody there'));
  return [well('Timestamps', `from ${new URL(url).host}, whose clock says ${at}`)];
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

async function examineAgainstRecord(databaseUrl: string, config: Config): Promise<Finding[]> {
  const db = openDatabase(databaseUrl, { poolSize: 1 });
  try {
    return [
      ...(await examined(
        'Master key',
        'MASTER_KEY_FILE: put the file back that the service was started with',
        async () => {
          await assertInPossession(asJob(db, 'keyRing'), await openMasterKeys(config));
          return [well('Master key', 'opens what is encrypted')];
        },
      )),
      ...(await examined('Key of the log', 'LOG_KEY_FILE: name the file that the other processes have', async () => {
        const latest = await latestCheckpoint(asJob(db, 'door'));
        return [await examineLogKey(config.logKeyFile, latest?.note)];
      })),
    ];
  } finally {
    await db.destroy();
  }
}

/** Two processes with a key each make a log that no archive agrees with. */
async function examineLogKey(path: string, note: string | undefined): Promise<Finding> {
  if (note === undefined) return well('Key of the log', 'nothing has been signed with it yet');
  const subject = 'Key of the log';
  const remedy =
    'LOG_KEY_FILE: name the file that signed what is on record; with another one the archives do not verify';
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
