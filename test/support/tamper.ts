// A bag in hand that can be spoilt: files by path, manifests made good again on request, checked by the verifier.
import { createHash } from 'node:crypto';
import type { Bag } from '../../evidence/verify/bag.ts';
import { nodePrimitives } from '../../evidence/verify/nodePrimitives.ts';
import type { Receipt } from '../../evidence/verify/receipt.ts';
import { verifyBag, type Finding } from '../../evidence/verify/verifyBag.ts';

export type BagContent = Map<string, Buffer>;

/** Paths relative to the bag, from those in the zip. */
export const inBag = (files: Map<string, Buffer>): BagContent =>
  new Map([...files].map(([path, content]) => [path.slice(path.indexOf('/') + 1), content]));

const asBag = (content: BagContent): Bag =>
  new Map(
    [...content].map(([path, bytes]) => [
      path,
      {
        sizeBytes: bytes.length,
        async *chunks() {
          yield new Uint8Array(bytes);
        },
      },
    ]),
  );

export async function findings(content: BagContent, receipt?: Receipt): Promise<Finding[]> {
  const found: Finding[] = [];
  for await (const each of verifyBag(asBag(content), nodePrimitives, receipt)) found.push(each);
  return found;
}

/** What did not hold, or undefined when all did. */
export async function failure(content: BagContent, receipt?: Receipt): Promise<Finding | undefined> {
  return (await findings(content, receipt)).find((each) => !each.holds);
}

const sha256 = (bytes: Buffer): string => createHash('sha256').update(bytes).digest('hex');

/** What somebody does who knows BagIt: manifests and counts are made to fit what is there. */
export function withManifestsMadeGood(content: BagContent): BagContent {
  const good = new Map(content);
  const payload = [...good].filter(([path]) => path.startsWith('data/'));
  const bytes = payload.reduce((sum, [, each]) => sum + each.length, 0);
  const text = (path: string) => String(good.get(path) ?? '');
  good.set('manifest-sha256.txt', Buffer.from(payload.map(([path, each]) => `${sha256(each)}  ${path}\n`).join('')));
  good.set(
    'bag-info.txt',
    Buffer.from(text('bag-info.txt').replace(/^Payload-Oxum: .*$/m, `Payload-Oxum: ${bytes}.${payload.length}`)),
  );
  const tags = ['bagit.txt', 'bag-info.txt', 'manifest-sha256.txt'];
  good.set(
    'tagmanifest-sha256.txt',
    Buffer.from(tags.map((path) => `${sha256(good.get(path) ?? Buffer.alloc(0))}  ${path}\n`).join('')),
  );
  return good;
}

/** The bag with one file made into another, and nothing else done about it. */
export function changed(content: BagContent, path: string, change: (bytes: Buffer) => Buffer | string): BagContent {
  const spoilt = new Map(content);
  spoilt.set(path, Buffer.from(change(Buffer.from(content.get(path) ?? ''))));
  return spoilt;
}

export function without(content: BagContent, path: string): BagContent {
  const spoilt = new Map(content);
  spoilt.delete(path);
  return spoilt;
}
