// Copies of what a server keeps, of one that is stopped: taken, and put in its place, as a backup is that somebody restores.
import { execFile } from 'node:child_process';
import { cp, readdir, realpath, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import pg from 'pg';

const execute = promisify(execFile);

/** Each by the name of its copy. */
export interface Copies {
  take(name: string): Promise<void>;
  putBack(name: string): Promise<void>;
}

/** Owners and times as they are: PostgreSQL takes no data of somebody else. */
export function copiesOfFolder(linked: string): Copies {
  const place = () => realpath(linked);
  return {
    async take(name) {
      const folder = await place();
      await rm(`${folder}.${name}`, { recursive: true, force: true });
      await copyAsItIs(folder, `${folder}.${name}`);
    },
    async putBack(name) {
      const folder = await place();
      await rename(folder, `${folder}.replaced`);
      await copyAsItIs(`${folder}.${name}`, folder);
      await rm(`${folder}.replaced`, { recursive: true });
    },
  };
}

async function copyAsItIs(from: string, to: string): Promise<void> {
  await execute('cp', ['-a', from, to]);
}

/** With what SQLite keeps beside it. */
export function copiesOfFile(folder: string, file: string): Copies {
  const names = async (of: string) => (await readdir(of)).filter((each) => each.startsWith(file));
  const copies = (name: string) => join(folder, `${file}.copies`, name);
  const own = async () => (await names(folder)).filter((each) => each !== `${file}.copies`);
  return {
    async take(name) {
      await rm(copies(name), { recursive: true, force: true });
      for (const each of await own()) await cp(join(folder, each), join(copies(name), each));
    },
    async putBack(name) {
      for (const each of await own()) await rm(join(folder, each));
      for (const each of await names(copies(name))) await cp(join(copies(name), each), join(folder, each));
    },
  };
}

/** Of Temporal on PostgreSQL, which runs; nobody may be connected to what is copied. */
export function copiesOfDatabases(ownerUrl: () => string): Copies {
  const databases = ['temporal', 'temporal_visibility'];
  const run = async (statements: readonly string[]): Promise<void> => {
    const client = new pg.Client({ connectionString: ownerUrl() });
    await client.connect();
    try {
      for (const each of statements) await client.query(each);
    } finally {
      await client.end();
    }
  };
  const made = (database: string, template: string) => [
    `drop database if exists ${database} with (force)`,
    `create database ${database} template ${template}`,
  ];
  return {
    take: (name) => run(databases.flatMap((each) => made(`${each}_${name}`, each))),
    putBack: (name) => run(databases.flatMap((each) => made(each, `${each}_${name}`))),
  };
}
