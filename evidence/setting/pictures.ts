// Which pictures may be set: PNG and JPEG that Typst reads, of a size that a page has use for.
import { join } from 'node:path';
import { folder, theCompiler } from './setPdf.ts';

/** A few kilobytes of PNG can unpack to gigabytes; no letterhead and no signature needs more than this. */
export const mostPixels = 4_000_000;

export interface Picture {
  format: 'png' | 'jpg';
  width: number;
  height: number;
}

/** What it says of itself in its first bytes; undefined for anything else. */
export function pictureOf(bytes: Buffer): Picture | undefined {
  if (bytes.length >= 24 && bytes.subarray(0, 8).equals(Buffer.from('89504e470d0a1a0a', 'hex')))
    return { format: 'png', width: bytes.readUInt32BE(16), height: bytes.readUInt32BE(20) };
  if (bytes.length < 4 || bytes.readUInt16BE(0) !== 0xffd8) return undefined;
  for (let at = 2; at + 9 < bytes.length && bytes[at] === 0xff; at += 2 + bytes.readUInt16BE(at + 2)) {
    const marker = bytes[at + 1] ?? 0;
    const isFrame = marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker);
    if (isFrame) return { format: 'jpg', width: bytes.readUInt16BE(at + 7), height: bytes.readUInt16BE(at + 5) };
  }
  return undefined;
}

/** Whether it can be set at all: a picture that is damaged must not keep a certificate from being made. */
export function isSettable(bytes: Buffer): boolean {
  const picture = pictureOf(bytes);
  if (!picture || picture.width * picture.height > mostPixels || picture.width * picture.height === 0) return false;
  const typst = theCompiler();
  const name = `tried.${picture.format}`;
  const path = join(folder, 'pictures', name);
  try {
    typst.mapShadow(path, bytes);
    return typst.compile({ mainFilePath: join(folder, 'picture.typ'), inputs: { name } }).result !== null;
  } catch {
    return false;
  } finally {
    typst.unmapShadow(path);
  }
}
