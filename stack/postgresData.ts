// Where the data of the embedded PostgreSQL lies: in the state folder, or elsewhere with a link there that leads to it.
import { existsSync } from 'node:fs';
import { lstat, mkdir, readlink, symlink } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { isOpenToOthers, makeOpenPlace, openPlaceFor, type RunAs } from './postgresBinaries.ts';

/**
 * As root the data must lie where the user that PostgreSQL runs as can go. A state folder that was moved, or put back from a backup,
 * leads to its data by the link; where that is gone, nothing is begun anew beside what is still known of it. Throws Error naming the remedy.
 */
export async function placeOfData(folder: string, wantedFolder: string | undefined, as: RunAs): Promise<string> {
  const stateFolder = resolve(folder);
  const own = join(stateFolder, 'postgres');
  await mkdir(stateFolder, { recursive: true });
  const linked = await targetOf(own);
  const wanted = wantedFolder === undefined ? undefined : resolve(wantedFolder);
  if (linked !== undefined) {
    if (wanted !== undefined && wanted !== linked)
      throw new Error(
        `POSTGRES_DATA_FOLDER is ${wanted}, and the data of ${stateFolder} lies in ${linked}. Move it there and remove the link ${own}, or leave the setting out.`,
      );
    if (!hasCluster(linked))
      throw new Error(
        `The data of PostgreSQL that belongs to ${stateFolder} is not in ${linked} any more. Put it back there, or move it elsewhere and set the link ${own} to it; to start anew, remove the link and temporal.db.`,
      );
    return linked;
  }
  const isClosed = as.uid !== undefined && !isOpenToOthers(stateFolder);
  if (hasCluster(own)) {
    if (isClosed || (wanted !== undefined && wanted !== own))
      throw new Error(
        `The data of PostgreSQL lies in ${own}, ${isClosed ? 'which the user it runs as cannot enter: open the folders above it to others (chmod o+x)' : `and POSTGRES_DATA_FOLDER is ${wanted}: move it there`}, or leave it where it is and start as before.`,
      );
    return own;
  }
  if (wanted === undefined && !isClosed) return own;
  return wanted === undefined ? openPlace(own) : givenPlace(wanted, as);
}

/** Once there is a cluster that could be missed. */
export async function linkToData(folder: string, dataFolder: string): Promise<void> {
  const own = join(resolve(folder), 'postgres');
  if (dataFolder === own || (await targetOf(own)) !== undefined) return;
  await symlink(dataFolder, own);
}

export const hasCluster = (dataFolder: string): boolean => existsSync(join(dataFolder, 'PG_VERSION'));

async function targetOf(path: string): Promise<string | undefined> {
  const found = await lstat(path).catch(() => undefined);
  return found?.isSymbolicLink() ? resolve(dirname(path), await readlink(path)) : undefined;
}

function openPlace(own: string): string {
  const open = openPlaceFor(own);
  makeOpenPlace(open);
  return join(open, 'data');
}

async function givenPlace(wanted: string, as: RunAs): Promise<string> {
  await mkdir(dirname(wanted), { recursive: true });
  if (as.uid !== undefined && !isOpenToOthers(dirname(wanted)))
    throw new Error(
      `POSTGRES_DATA_FOLDER: the user that PostgreSQL runs as cannot enter ${dirname(wanted)}; open it to others (chmod o+x), or name another folder.`,
    );
  return wanted;
}
