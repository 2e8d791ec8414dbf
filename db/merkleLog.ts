// The Merkle log over all audit chains: takes lines in, signs a checkpoint for what it then holds, and answers with proofs.
import type { Knex } from 'knex';
import {
  rightFringe,
  completeNodes,
  consistencyPath,
  appendLeaves,
  hashOf,
  inclusionPath,
  subtree,
  type CompleteNode,
  type Sha256,
  type Subtree,
  type TreeHead,
} from '../evidence/ledger/merkleTree.ts';
import { sha256, type LogSigner } from '../evidence/ledger/logSigner.ts';
import type { Database } from './database.ts';

export interface SignedHead {
  size: number;
  /** The signed note. */
  note: string;
}

type Connection = Database | Knex.Transaction;
/** Arbitrary, and this product's own: one process at a time takes lines in. */
const integrationLock = 730_105;
const linesAtOnce = 5000;

type Signer = Pick<LogSigner, 'sign'>;

interface Turns {
  underWay: Promise<unknown>;
  next: Promise<SignedHead | undefined> | undefined;
}
const turnsOf = new WeakMap<Database, WeakMap<Signer, Turns>>();

/**
 * Takes in what is pending, in batches, and returns the newest checkpoint; undefined while the log is empty. Whoever asks while it is
 * under way shares the run after it, which sees what they had written: each with a run of their own would hold a connection and wait.
 */
export function integrateLog(db: Database, signer: Signer): Promise<SignedHead | undefined> {
  const ofDatabase = turnsOf.get(db) ?? new WeakMap<Signer, Turns>();
  turnsOf.set(db, ofDatabase);
  const turns = ofDatabase.get(signer) ?? { underWay: Promise.resolve(), next: undefined };
  ofDatabase.set(signer, turns);
  turns.next ??= turns.underWay.then(() => {
    turns.next = undefined;
    const run = takeIn(db, signer);
    turns.underWay = run.catch(() => undefined);
    return run;
  });
  return turns.next;
}

async function takeIn(db: Database, signer: Signer): Promise<SignedHead | undefined> {
  for (;;) {
    const taken = await db.transaction((transaction) => appendPending(transaction, signer));
    if (taken < linesAtOnce) return latestCheckpoint(db);
  }
}

export const hasPending = async (db: Database): Promise<boolean> =>
  (await db('log_pending').first(db.raw('1'))) !== undefined;

async function appendPending(transaction: Knex.Transaction, signer: Signer): Promise<number> {
  await transaction.raw('select pg_advisory_xact_lock(?)', [integrationLock]);
  const { rows } = await transaction.raw<{ rows: { entry_id: string; leaf_hash: Buffer }[] }>(
    `with taken as (
       delete from log_pending where entry_id in (select entry_id from log_pending order by entry_id limit ?)
       returning entry_id)
     select entry_id, coalesce(leaf_hash, sha256('\\x00'::bytea || convert_to(line, 'UTF8'))) as leaf_hash
     from taken join audit_entries using (entry_id) order by entry_id`,
    [linesAtOnce],
  );
  if (rows.length === 0) return 0;
  const size = (await latestCheckpoint(transaction))?.size ?? 0;
  const fringe = await keptNodes(transaction, rightFringe(size));
  const added = appendLeaves(
    sha256,
    size,
    fringe,
    rows.map((each) => each.leaf_hash),
  );
  await insertNodes(transaction, added);
  await transaction.raw(
    `insert into log_leaves (leaf_index, entry_id)
     select ? + place - 1, entry_id from unnest(?::bigint[]) with ordinality as taken (entry_id, place)`,
    [size, rows.map((each) => each.entry_id)],
  );
  await signHead(transaction, signer, size + rows.length, added, fringe);
  return rows.length;
}

const insertNodes = (transaction: Knex.Transaction, added: (CompleteNode & { hash: Uint8Array })[]) =>
  transaction.raw(
    `insert into log_nodes (level, index, hash)
     select * from unnest(?::smallint[], ?::bigint[], ?::bytea[])`,
    [added.map((each) => each.level), added.map((each) => each.index), added.map((each) => Buffer.from(each.hash))],
  );

async function signHead(
  transaction: Knex.Transaction,
  signer: Signer,
  size: number,
  added: (CompleteNode & { hash: Uint8Array })[],
  fringe: (node: CompleteNode) => Uint8Array,
): Promise<void> {
  const fresh = new Map(added.map((each) => [`${each.level}/${each.index}`, each.hash]));
  const root = hashOf(sha256, subtree(0, size), (node) => fresh.get(`${node.level}/${node.index}`) ?? fringe(node));
  await transaction('log_checkpoints').insert({ size, note: signer.sign({ size, root }) });
}

/** Reads `nodes` in one statement; the answer throws for any other. */
async function keptNodes(
  connection: Connection,
  nodes: readonly CompleteNode[],
): Promise<(node: CompleteNode) => Uint8Array> {
  if (nodes.length === 0) return missing;
  const { rows } = await connection.raw<{ rows: { level: number; index: string; hash: Buffer }[] }>(
    `select level, index, hash from log_nodes
     join unnest(?::smallint[], ?::bigint[]) as wanted (level, index) using (level, index)`,
    [nodes.map((each) => each.level), nodes.map((each) => each.index)],
  );
  const kept = new Map(rows.map((each) => [`${each.level}/${each.index}`, new Uint8Array(each.hash)]));
  return (node) => kept.get(`${node.level}/${node.index}`) ?? missing(node);
}

function missing({ level, index }: CompleteNode): never {
  throw new Error(`The log has lost node ${index} of level ${level}; its tables were changed by hand.`);
}

const toHead = (row: Record<string, unknown> | undefined): SignedHead | undefined =>
  row && { size: Number(row.size), note: row.note as string };

export const latestCheckpoint = async (connection: Connection): Promise<SignedHead | undefined> =>
  toHead(await connection('log_checkpoints').orderBy('size', 'desc').first());

/** The first checkpoint that covers a leaf: never another one, however late it is asked for. */
export const checkpointCovering = async (db: Database, leafIndex: number): Promise<SignedHead | undefined> =>
  toHead(await db('log_checkpoints').where('size', '>', leafIndex).orderBy('size').first());

export const checkpointOfSize = async (db: Database, size: number): Promise<SignedHead | undefined> =>
  toHead(await db('log_checkpoints').where({ size }).first());

/** The root of the first `size` leaves, from the nodes kept. */
export async function treeHead(db: Database, size: number): Promise<TreeHead> {
  const tree = subtree(0, size);
  return { size, root: hashOf(sha256, tree, await keptNodes(db, completeNodes(tree))) };
}

async function hashesOf(db: Database, hash: Sha256, paths: Subtree[][]): Promise<Uint8Array[][]> {
  const wanted = new Map(
    paths
      .flat()
      .flatMap(completeNodes)
      .map((node) => [`${node.level}/${node.index}`, node]),
  );
  const kept = await keptNodes(db, [...wanted.values()]);
  return paths.map((path) => path.map((each) => hashOf(hash, each, kept)));
}

/** Audit paths of leaves in the tree of `size`, in the order asked for; one statement for all. */
export const inclusionProofs = (db: Database, leafIndexes: readonly number[], size: number): Promise<Uint8Array[][]> =>
  hashesOf(
    db,
    sha256,
    leafIndexes.map((each) => inclusionPath(each, size)),
  );

export async function consistencyProof(db: Database, from: number, to: number): Promise<Uint8Array[]> {
  const [proof = []] = await hashesOf(db, sha256, [consistencyPath(from, to)]);
  return proof;
}
