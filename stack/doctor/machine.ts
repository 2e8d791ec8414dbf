// The machine: Node, room on the disks, and who else on it may read what lies in the state folder.
import { access, constants, realpath, stat, statfs } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Config } from '../../config.ts';
import { advice, examined, ill, well, type Finding } from './finding.ts';

/** Even versions of Node, each with the day from which its makers mend nothing in it any more. */
const endOfNode: Readonly<Record<number, string>> = { 20: '2026-04-30', 22: '2027-04-30', 24: '2028-04-30' };

const gibibyte = 1024 ** 3;

export async function examineMachine({ stateFolder, documentStore }: Config, now: Date): Promise<Finding[]> {
  const store = folderOf(documentStore);
  const data = await dataElsewhere(stateFolder);
  return [
    examineNode(process.versions.node, now),
    ...(await examined('State folder', 'STATE_FOLDER: name a folder that this user may write to', () =>
      examineStateFolder(stateFolder),
    )),
    ...(await examined('Room on disk', 'STATE_FOLDER: name a folder that is there', () =>
      room('Room on disk', stateFolder),
    )),
    ...(data === undefined
      ? []
      : await examined('Room on disk', 'Bring the data back to where the state folder leads', () =>
          room('Room on disk', data),
        )),
    ...(store === undefined || store.startsWith(stateFolder)
      ? []
      : await examined('Room on disk', 'DOCUMENT_STORE: name a folder that is there', () =>
          room('Room on disk', store),
        )),
  ];
}

export function examineNode(version: string, now: Date): Finding {
  const major = Number(version.split('.')[0]);
  const end = endOfNode[major];
  const remedy = `Install Node ${Math.max(...Object.keys(endOfNode).map(Number))}`;
  if (end === undefined) return advice('Node', `${version}, which this release was not tried on`, remedy);
  if (now.toISOString().slice(0, 10) > end)
    return advice('Node', `${version}; its makers have mended nothing in Node ${major} since ${end}`, remedy);
  return well('Node', version);
}

/** In a folder that others may enter they find keys that are for this user alone. */
async function examineStateFolder(folder: string): Promise<Finding[]> {
  const found = await stat(folder).catch(() => undefined);
  if (!found) return [advice('State folder', `${folder} is not there yet`, 'The first start makes it')];

  await access(folder, constants.W_OK);
  const others = found.mode & 0o077;
  // Root's may be passed through, since the embedded PostgreSQL runs as another user there.
  const allowed = found.uid === 0 ? 0o011 : 0;

  return (others & ~allowed) === 0
    ? [well('State folder', `${folder}, for its owner alone`)]
    : [ill('State folder', `others may look into ${folder}, where keys lie`, `chmod 700 ${folder}`)];
}

async function room(subject: string, folder: string): Promise<Finding[]> {
  const { bavail, blocks, bsize } = await statfs(await nearest(folder));
  return [ofRoom(subject, folder, { gibibytes: (bavail * bsize) / gibibyte, share: bavail / blocks })];
}

export function ofRoom(
  subject: string,
  folder: string,
  { gibibytes, share }: { gibibytes: number; share: number },
): Finding {
  const says = `${gibibytes.toFixed(1)} GiB free (${Math.round(share * 100)} %) under ${folder}`;
  const remedy = 'Make room, or move the folder to a larger disk: where a disk is full nothing is decided any more';
  if (gibibytes < 1) return ill(subject, says, remedy);
  return gibibytes < 5 || share < 0.1 ? advice(subject, says, remedy) : well(subject, says);
}

/** Where that of the embedded PostgreSQL is led out of the state folder; undefined where it is not, or there is none. */
async function dataElsewhere(stateFolder: string): Promise<string | undefined> {
  const [state, data] = await Promise.all(
    [stateFolder, join(stateFolder, 'postgres')].map((each) => realpath(each).catch(() => undefined)),
  );
  return data === undefined || state === undefined || data.startsWith(state) ? undefined : data;
}

/** A folder that is made at the first start lies on the disk of what is there by then. */
async function nearest(folder: string): Promise<string> {
  const isThere = await stat(folder).then(
    () => true,
    () => false,
  );
  return isThere || dirname(folder) === folder ? folder : nearest(dirname(folder));
}

/** Undefined for what is no folder. */
export const folderOf = (store: string): string | undefined =>
  store.startsWith('file://') ? fileURLToPath(store) : /^[a-z0-9+.-]+:\/\//i.test(store) ? undefined : store;
